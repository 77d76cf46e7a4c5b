package models

// ResNet builds a residual network of pre-activation blocks: forward Euler on
// u' = f(u), one step per block (Lu et al. 2018, table 1).
//
//	u[n+1] = S(u[n]) + f(u[n])
//
// S is the identity, and where the shape changes what [Config.Shortcut] says.
// With [Config.Order] set to [Original] it is that of He et al. (2016a):
//
//	u[n+1] = ReLU(S(u[n]) + f(u[n]))
//
// Deleting a block (see package lesion) leaves S(u[n]), or in the original order
// ReLU(S(u[n])). Where S is the identity that is u[n] in either case, for what
// reaches a block of the original order has been through a ReLU.
//
// For images: a stem of one 3×3 convolution, three stages of (Depth−2)/6 blocks
// with widths w, 2w, 4w of which the second and the third halve the image, and a
// head of BN-ReLU, global average pooling and a linear layer. In the original
// order that BN-ReLU stands behind the stem instead. ResNet-110 with
// its 54 blocks is the network of Veit et al. (2016).
//
// With [Bottleneck] a block has three convolutions, stages have (Depth−2)/9 blocks and
// put out four times their width. [ImageNet] is the layout for large images.
//
// With a [Dense] branch there is neither stem nor head: the network is a map of
// vectors, for regression.
func ResNet(c Config) (*Net, error) { return makeNet("ResNet", c) }
