package models

// PolyNet builds a residual network whose blocks are steps of poly-2 (Zhang et al.
// 2017), which Lu et al. (2018, table 1) read as an approximation of backward Euler:
//
//	u[n+1] = u[n] + F(u[n]) + F(F(u[n]))
//
// With [Config.Step] it is another [Polynomial], such as Polynomial{Degree: 3} or
// Polynomial{Form: Ways}.
//
// Depth, branches and all else are a [ResNet]'s, so that the two compare: the depth
// counts each F once. The published network has branches of Inception, which there are
// not here.
func PolyNet(c Config) (*Net, error) { return makeNet("PolyNet", c) }
