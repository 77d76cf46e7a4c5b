"""Writes ops.json: every operation of package nn as float64 PyTorch computes it.

    python3 ops.py > ops.json

A case is one operation on one batch. Its loss is the sum of the output times a
random cotangent, so that every gradient differs from every other; a loss is a
case of its own. Inputs, parameters and cotangents are float32 numbers, which a
graph in float32 and one in float64 can both be given exactly; what PyTorch made
of them is in float64, to the last digit or so on another processor. Arrays are
little-endian, base64, in torch's order.
"""

import base64
import json
import platform
import sys

import numpy
import torch
import torch.nn.functional as F

torch.manual_seed(20161512)


def encode(tensor, dtype):
    values = numpy.ascontiguousarray(tensor.detach().numpy(), dtype)
    return {"shape": list(tensor.shape), dtype[1:]: base64.b64encode(values.tobytes()).decode()}


def draw(*shape, scale=1, mean=0):
    """A leaf of float32 numbers, held in float64."""
    values = (mean + scale * torch.randn(*shape)).float().double()
    return values.requires_grad_()


CASES = []


def case(name, op, function, options=None, constants=None, after=None, /, **leaves):
    """Records function(**leaves), a tensor or a loss, and the gradients of its leaves.

    What is in after is recorded as the function has left it.
    """
    y = function(**leaves)
    record = {"name": name, "op": op, "options": options or {}}
    record["in"] = {key: encode(leaf, "<f4") for key, leaf in (leaves | (constants or {})).items()}
    loss = y
    if y.dim() > 0:
        cotangent = draw(*y.shape)
        record["in"]["cotangent"] = encode(cotangent, "<f4")
        record["out"] = encode(y, "<f8")
        loss = (y * cotangent.detach()).sum()
    loss.backward()
    record["loss"] = loss.item()
    record["after"] = {key: encode(state, "<f8") for key, state in (after or {}).items()}
    record["gradients"] = {key: encode(leaf.grad, "<f8") for key, leaf in leaves.items()}
    CASES.append(record)


def convolutions():
    for n, c, h, w, out, kernel, stride, pad, groups in [
        (5, 2, 4, 5, 3, 3, 1, 1, 1),
        (1, 3, 5, 5, 2, 3, 2, 1, 1),
        (16, 2, 4, 3, 2, 1, 2, 0, 1),
        (17, 4, 2, 3, 4, 3, 1, 1, 2),
        (5, 4, 5, 4, 4, 3, 2, 1, 4),
        (1, 1, 6, 5, 2, 5, 1, 2, 1),
        (33, 1, 3, 3, 2, 3, 1, 0, 1),
        (3, 2, 4, 6, 2, 2, 2, 0, 1),
        (2, 2, 1, 1, 18, 3, 1, 1, 1),
    ]:
        options = dict(stride=stride, pad=pad, groups=groups)
        case(
            f"{n} images of {c}x{h}x{w} to {out} channels, kernel {kernel}, stride {stride}, pad {pad}, groups {groups}",
            "conv2d",
            lambda x, weight: F.conv2d(x, weight, stride=stride, padding=pad, groups=groups),
            options,
            x=draw(n, c, h, w),
            weight=draw(out, c // groups, kernel, kernel),
        )


def normalizations():
    def norm(name, n, c, h, w, training=False, relu=False, add=False, center=0):
        mean, var = draw(c).detach(), (draw(c).detach().abs() + 0.5).float().double()
        before = dict(running_mean=mean.clone(), running_var=var.clone())
        after = dict(running_mean=mean, running_var=var) if training else None

        def f(x, weight, bias, residual=None):
            y = F.batch_norm(x, mean, var, weight, bias, training, momentum=0.1, eps=1e-5)
            y = y if residual is None else y + residual
            return F.relu(y) if relu else y

        options = dict(training=training, relu=relu)
        leaves = dict(x=draw(n, c, h, w, mean=center), weight=draw(c), bias=draw(c))
        if add:
            leaves["residual"] = draw(n, c, h, w)
        case(f"{name}, {n} images of {c}x{h}x{w}", "batchnorm", f, options, before, after, **leaves)

    norm("training", 5, 3, 2, 3, training=True)
    norm("training", 17, 2, 2, 2, training=True)
    norm("training with ReLU", 33, 2, 1, 2, training=True, relu=True)
    norm("training with ReLU", 1, 17, 3, 3, training=True, relu=True)
    norm("training with addition", 3, 3, 3, 2, training=True, add=True)
    norm("training with addition and ReLU", 17, 2, 2, 2, training=True, relu=True, add=True)
    norm("training of values of 10000 and a few", 17, 2, 2, 3, training=True, center=1e4)
    norm("training of values of 10000 and a few", 3, 2, 5, 5, training=True, center=1e4)
    norm("given statistics", 17, 3, 2, 2)
    norm("given statistics with ReLU", 5, 3, 2, 3, relu=True)
    norm("given statistics with addition and ReLU", 5, 3, 2, 3, relu=True, add=True)


def pooling():
    for n, c, h, w, size, stride, pad in [
        (5, 2, 4, 6, 2, 2, 0),
        (17, 1, 5, 5, 3, 2, 1),
        (1, 3, 7, 4, 3, 1, 1),
        (16, 2, 3, 3, 2, 1, 0),
        (2, 17, 3, 5, 3, 3, 0),
    ]:
        options = dict(size=size, stride=stride, pad=pad)
        name = f"{n} images of {c}x{h}x{w}, window {size}, stride {stride}, pad {pad}"
        for op, f in ("maxpool", F.max_pool2d), ("averagepool", F.avg_pool2d):
            case(name, op, lambda x: f(x, size, stride, pad), options, x=draw(n, c, h, w))
    for n, c, h, w in (33, 2, 2, 2), (5, 3, 3, 5), (1, 2, 4, 1):
        name = f"{n} images of {c}x{h}x{w}"
        case(name, "globalaverage", lambda x: x.mean((2, 3), keepdim=True), x=draw(n, c, h, w))
        case(name, "globalmax", lambda x: x.amax((2, 3), keepdim=True), x=draw(n, c, h, w))


def linear():
    for n, c, h, w, out in (5, 3, 1, 1, 4), (17, 2, 2, 3, 3), (33, 1, 2, 1, 2), (1, 3, 3, 2, 18):
        case(
            f"{n} images of {c}x{h}x{w} to {out} values",
            "linear",
            lambda x, weight, bias: F.linear(x.flatten(1), weight, bias)[:, :, None, None],
            x=draw(n, c, h, w),
            weight=draw(out, c * h * w),
            bias=draw(out),
        )


def activations():
    for n, c, h, w in (5, 2, 3, 2), (17, 3, 1, 2):
        case(f"{n} images of {c}x{h}x{w}", "relu", lambda x: F.relu(x), x=draw(n, c, h, w))
        case(f"{n} images of {c}x{h}x{w}", "tanh", lambda x: torch.tanh(x), x=draw(n, c, h, w))


def schemes():
    for n, c, h, w in (5, 2, 3, 2), (17, 1, 2, 3), (16, 2, 1, 1):
        name = f"{n} images of {c}x{h}x{w}"
        two = lambda: dict(x=draw(n, c, h, w), f=draw(n, c, h, w))
        case(name + ", h given", "scaledadd", lambda x, f: x + 0.25 * f, dict(h=0.25), **two())
        case(name + ", h learned", "scaledadd", lambda x, f, h: x + h * f, h=draw(1), **two())
        case(name + ", k given", "blend", lambda x, f: 1.5 * x - 0.5 * f, dict(k=-0.5), **two())
        case(name + ", k learned", "blend", lambda x, f, k: (1 - k) * x + k * f, k=draw(1), **two())

    def option_a(x, stride, channels):
        return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, channels - x.shape[1]))

    case(
        "a change of shape", "add",
        lambda x, f: option_a(x, 2, 3) + f, dict(stride=2),
        x=draw(5, 2, 5, 4), f=draw(5, 3, 3, 2),
    )  # fmt: skip
    case(
        "a change of shape", "multistep",
        lambda x, prev, f, k: (1 - k) * x + k * option_a(prev, 2, 4) + f, dict(stride=2),
        x=draw(3, 4, 2, 2), prev=draw(3, 2, 3, 4), f=draw(3, 4, 2, 2), k=draw(1),
    )  # fmt: skip


def channels():
    for n in 1, 17:
        case(
            f"{n} images of 2+1+3 channels", "concat",
            lambda a, b, c: torch.cat((a, b, c), 1),
            a=draw(n, 2, 2, 1), b=draw(n, 1, 2, 1), c=draw(n, 3, 2, 1),
        )  # fmt: skip
        options = {"from": 1, "to": 3}
        case(f"{n} images, channels 1 and 2 of 4", "slice", lambda x: x[:, 1:3], options, x=draw(n, 4, 2, 1))
        options = dict(before=1, after=2)
        f = lambda x: F.pad(x, (0, 0, 0, 0, 1, 2))
        case(f"{n} images, 1+2+2 channels", "pad", f, options, x=draw(n, 2, 1, 3))


def losses():
    for n, classes, smoothing, scale in [
        (1, 3, 0, 1), (5, 2, 0.1, 1), (16, 4, 0, 1), (17, 3, 0.1, 1), (33, 3, 0.25, 1), (5, 10, 0, 1e5), (5, 10, 0.1, 1e5),
    ]:  # fmt: skip
        labels = torch.randint(classes, (n,))
        case(
            f"{n} images of {classes} classes, smoothing {smoothing}, logits of {scale:g}",
            "crossentropy",
            lambda x: F.cross_entropy(x[:, :, 0, 0], labels, label_smoothing=smoothing),
            dict(smoothing=smoothing, labels=labels.tolist()),
            x=draw(n, classes, 1, 1, scale=scale),
        )
    target = draw(17, 2, 1, 2).detach()
    case("17 images of 2x1x2", "squarederror", lambda x: F.mse_loss(x, target), None, dict(target=target), x=draw(17, 2, 1, 2))


def shortcuts():
    """Option A of He et al. and its variants; 5x3 images have windows at their edges that are cut."""
    for n, c, h, w, channels, stride in [(5, 2, 4, 6, 4, 2), (17, 1, 5, 3, 4, 2), (1, 2, 2, 2, 3, 1)]:
        for average in False, True:
            for centered in False, True:
                before = (channels - c) // 2 if centered else 0
                after = channels - c - before
                options = dict(channels=channels, stride=stride, average=average, centered=centered)

                def f(x):
                    x = F.avg_pool2d(x, stride, ceil_mode=True, count_include_pad=False) if average else x[:, :, ::stride, ::stride]
                    return F.pad(x, (0, 0, 0, 0, before, after))

                pixels, place = "averages" if average else "first pixels", "centered" if centered else "at the end"
                case(f"{n} images of {c}x{h}x{w}, {pixels} of {stride}, channels {place}", "shortcut", f, options, x=draw(n, c, h, w))


def kernels():
    """Convolutions with a bias, with kernels that are not square, and transposed."""
    for n, c, h, w, out, rows, columns, stride, pad, groups in [
        (5, 3, 4, 5, 2, 3, 3, 1, 1, 1),
        (17, 2, 5, 4, 4, 3, 3, 2, 1, 2),
        (3, 2, 4, 5, 3, 1, 3, 1, 1, 1),
        (18, 2, 6, 5, 3, 3, 1, 2, 0, 1),
    ]:
        case(
            f"{n} images of {c}x{h}x{w} to {out} channels, kernel {rows}x{columns}, stride {stride}, pad {pad}, groups {groups}, bias",
            "conv2d",
            lambda x, weight, bias: F.conv2d(x, weight, bias, stride=stride, padding=pad, groups=groups),
            dict(stride=stride, pad=pad, groups=groups),
            x=draw(n, c, h, w),
            weight=draw(out, c // groups, rows, columns),
            bias=draw(out),
        )
    for n, c, h, w, out, kernel, groups in (5, 3, 4, 5, 2, 3, 1), (17, 4, 2, 3, 6, 3, 2), (2, 18, 1, 2, 3, 1, 1):
        case(
            f"{n} images of {c}x{h}x{w} to {out} channels, kernel {kernel}, groups {groups}",
            "transposed",
            lambda x, weight: F.conv_transpose2d(x, weight, padding=kernel // 2, groups=groups),
            dict(stride=1, pad=kernel // 2, groups=groups),
            x=draw(n, c, h, w),
            weight=draw(c, out // groups, kernel, kernel),
        )


def sums():
    for n, c, h, w in (5, 2, 3, 2), (17, 1, 2, 3):
        name = f"{n} images of {c}x{h}x{w}"
        three = lambda: dict(a=draw(n, c, h, w), b=draw(n, c, h, w), c=draw(n, c, h, w))
        case(name, "offset", lambda x, bias: x + bias[:, None, None], x=draw(n, c, h, w), bias=draw(c))
        case(name, "sum", lambda a, b, c: a + b + c, **three())
        case(name, "weighted", lambda a, b, c: 0.5 * a - 1.25 * b + 3 * c, dict(weights=[0.5, -1.25, 3]), **three())
        case(name, "gated", lambda a, b, c: torch.sigmoid(a) * (b - c), **three())
        case(name, "add", lambda x, f: x + f, dict(stride=1), x=draw(n, c, h, w), f=draw(n, c, h, w))
        case(
            name, "multistep",
            lambda x, prev, f, k: (1 - k) * x + k * prev + f, dict(stride=1),
            x=draw(n, c, h, w), prev=draw(n, c, h, w), f=draw(n, c, h, w), k=draw(1),
        )  # fmt: skip


def whole(*shape):
    """A leaf of -1, 0 and 1, where a ReLU meets its kink and a window several maxima."""
    return torch.randint(-1, 2, shape).double().requires_grad_()


def kinks():
    """Gradients where there are several: torch's choice."""
    for n, c, h, w in (3, 2, 3, 4), (17, 1, 3, 2):
        name = f"{n} images of {c}x{h}x{w} with equal values"
        case(name, "relu", lambda x: F.relu(x), x=whole(n, c, h, w))
        case(name, "maxpool", lambda x: F.max_pool2d(x, 3, 2, 1), dict(size=3, stride=2, pad=1), x=whole(n, c, h, w))
        case(name, "globalmax", lambda x: F.adaptive_max_pool2d(x, 1), x=whole(n, c, h, w))
        zeros = torch.zeros(c, dtype=torch.float64)
        statistics = dict(running_mean=zeros, running_var=zeros + 1)
        for training in True, False:
            for add in False, True:
                leaves = dict(x=whole(n, c, h, w), weight=torch.zeros(c).double().requires_grad_(), bias=torch.zeros(c).double().requires_grad_())
                if add:
                    leaves["residual"] = whole(n, c, h, w)

                def f(x, weight, bias, residual=0):
                    mean, var = (t.clone() for t in statistics.values())
                    return F.relu(residual + F.batch_norm(x, mean, var, weight, bias, training, momentum=0.1, eps=1e-5))

                case(
                    f"{name}, weights and biases of 0, training {training}, addition {add}", "batchnorm",
                    f, dict(training=training, relu=True), statistics, **leaves,
                )  # fmt: skip


def axes():
    """Kernels that go across otherwise than down, and dilated ones."""
    for n, c, h, w, out, kernel, stride, pad, dilation, groups in [
        (17, 2, 3, 5, 2, (1, 3), (1, 2), (0, 1), (1, 1), 1),
        (5, 3, 7, 4, 2, (5, 2), (2, 1), (2, 0), (1, 1), 1),
        (1, 4, 6, 6, 6, (3, 1), (3, 2), (0, 2), (1, 1), 2),
        (16, 1, 4, 5, 2, (3, 3), (1, 1), (2, 2), (2, 2), 1),
        (15, 2, 4, 4, 2, (2, 3), (1, 2), (1, 3), (3, 2), 2),
        (33, 1, 6, 2, 3, (2, 2), (2, 3), (0, 1), (5, 1), 1),
    ]:
        down, across = ({"stride": s, "pad": p, "dilation": d} for s, p, d in zip(stride, pad, dilation))
        case(
            f"{n} images of {c}x{h}x{w} to {out} channels, kernel {kernel}, stride {stride}, pad {pad}, dilation {dilation}, groups {groups}",
            "conv2d",
            lambda x, weight, bias: F.conv2d(x, weight, bias, stride, pad, dilation, groups),
            dict(down, across=across, groups=groups),
            x=draw(n, c, h, w),
            weight=draw(out, c // groups, *kernel),
            bias=draw(out),
        )
    for n, c, h, w, out, kernel, pad, dilation, groups in [
        (5, 4, 5, 2, 6, (3, 1), (2, 0), (2, 1), 2),
    ]:
        down, across = ({"stride": 1, "pad": p, "dilation": d} for p, d in zip(pad, dilation))
        case(
            f"{n} images of {c}x{h}x{w} to {out} channels, kernel {kernel}, pad {pad}, dilation {dilation}, groups {groups}",
            "transposed",
            lambda x, weight: F.conv_transpose2d(x, weight, None, 1, pad, 0, groups, dilation),
            dict(down, across=across, groups=groups),
            x=draw(n, c, h, w),
            weight=draw(c, out // groups, *kernel),
        )


def extremes():
    """Batches without deviation, and losses of certainty."""
    for n, relu in (5, False), (17, True):
        mean, var = draw(2).detach(), torch.ones(2).double()
        before, after = dict(running_mean=mean.clone(), running_var=var.clone()), dict(running_mean=mean, running_var=var)

        def f(x, weight, bias):
            y = F.batch_norm(x, mean, var, weight, bias, True, momentum=0.1, eps=1e-5)
            return F.relu(y) if relu else y

        x = torch.full((n, 2, 2, 3), 7.25).double().requires_grad_()
        case(f"training of {n} images of one value, ReLU {relu}", "batchnorm", f, dict(training=True, relu=relu), before, after, x=x, weight=draw(2), bias=draw(2))
    labels = [0, 2, 1]
    for smoothing in 0, 0.1, 1:
        x = torch.tensor([[1e4, -1e4, 0], [1e4, -1e4, 0], [0, 0, 0]])[:, :, None, None].double().requires_grad_()
        case(
            f"logits of 10000 beside -10000, smoothing {smoothing}", "crossentropy",
            lambda x: F.cross_entropy(x[:, :, 0, 0], torch.tensor(labels), label_smoothing=smoothing),
            dict(smoothing=smoothing, labels=labels),
            x=x,
        )  # fmt: skip


# New ones come last: those before then draw what they drew.
for family in convolutions, normalizations, pooling, linear, activations, schemes, channels, losses, shortcuts, kernels, sums, kinks, axes, extremes:
    family()

print('{"python": "%s", "torch": "%s", "numpy": "%s", "cases": [' % (platform.python_version(), torch.__version__, numpy.__version__))
print(",\n".join(json.dumps(record) for record in CASES))
print("]}")
print(len(CASES), "cases", file=sys.stderr)
