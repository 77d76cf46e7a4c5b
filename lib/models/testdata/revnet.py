#!/usr/bin/env python3
"""Computes small reversible networks with PyTorch in float64, for the tests to be held
to: their logits, and the gradients that ordinary backpropagation, which stores every
activation, gives in training.

    python3 revnet.py    # writes revnet.json

Weights, running statistics and images come from the formula of networks.py.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn

from families import conv
from networks import batch, exact, fill, rounded, uniform


class Branch(nn.Module):
    """BN, ReLU and a convolution, two or three times."""

    def __init__(self, bottleneck, inputs, outputs, stride, bare):
        super().__init__()
        inner = outputs // 4
        if bottleneck:
            convs = [conv(inputs, inner, 1), conv(inner, inner, 3, stride), conv(inner, outputs, 1)]
        else:
            convs = [conv(inputs, outputs, 3, stride), conv(outputs, outputs, 3)]
        self.convs = len(convs)
        for i, c in enumerate(convs, 1):
            if i > 1 or not bare:
                self.add_module(f"bn{i}", nn.BatchNorm2d(c.in_channels))
            self.add_module(f"conv{i}", c)

    def forward(self, x):
        for i in range(1, self.convs + 1):
            if hasattr(self, f"bn{i}"):
                x = F.relu(getattr(self, f"bn{i}")(x))
            x = getattr(self, f"conv{i}")(x)
        return x


class First(Branch):
    """The branch of the first half, and what both halves cross the shape by."""

    def __init__(self, bottleneck, inputs, outputs, stride, bare):
        super().__init__(bottleneck, inputs, outputs, stride, bare)
        self.stride, self.new = stride, outputs - inputs
        self.changes = stride > 1 or inputs != outputs
        if bottleneck and self.changes:
            self.downsample1 = nn.Sequential(conv(inputs, outputs, 1, stride))
            self.downsample2 = nn.Sequential(conv(inputs, outputs, 1, stride))

    def across(self, x, name):
        if not self.changes:
            return x
        if hasattr(self, name):
            return getattr(self, name)(x)
        x = F.avg_pool2d(x, self.stride, ceil_mode=True, count_include_pad=False)
        return F.pad(x, (0, 0, 0, 0, self.new // 2, self.new - self.new // 2))


class Step(nn.Module):
    def __init__(self, bottleneck, inputs, outputs, stride, bare):
        super().__init__()
        self.f = First(bottleneck, inputs, outputs, stride, bare)
        self.g = Branch(bottleneck, outputs, outputs, 1, False)

    def forward(self, x1, x2):
        y1 = self.f.across(x1, "downsample1") + self.f(x2)
        return y1, self.f.across(x2, "downsample2") + self.g(y1)


class RevNet(nn.Module):
    def __init__(self, case):
        super().__init__()
        width, bottleneck = case["width"], case["bottleneck"]
        self.conv1, self.bn1 = conv(case["input"][0], width, 3), nn.BatchNorm2d(width)
        inputs = width
        for stage in range(3):
            outputs, steps = case["stages"][stage], []
            for i in range(case["steps"]):
                stride = 2 if stage and not i else 1
                steps.append(Step(bottleneck, inputs // 2, outputs // 2, stride, not stage and not i))
                inputs = outputs
            self.add_module(f"layer{stage + 1}", nn.ModuleList(steps))
        self.bn2 = nn.BatchNorm2d(inputs)
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        x1, x2 = F.relu(self.bn1(self.conv1(x))).chunk(2, 1)
        for stage in range(3):
            for step in getattr(self, f"layer{stage + 1}"):
                x1, x2 = step(x1, x2)
        return self.fc(F.relu(self.bn2(torch.cat([x1, x2], 1))).mean((2, 3)))


def network(case):
    net = RevNet(case).double()
    fill(net, case["seed"])
    for name, b in net.named_buffers():
        u = 0.25 * uniform(case["seed"], name, b.numel())
        if name.endswith("running_mean"):
            b.copy_(rounded(u))
        if name.endswith("running_var"):
            b.copy_(rounded(1 + u))
    return net


def gradients(case):
    net = network(case).train()
    images, labels = batch(case)
    loss = F.cross_entropy(net(images), labels)
    loss.backward()
    return loss.item(), {name: exact(p.grad) for name, p in net.named_parameters() if name in case["compared"]}


def cases():
    base = dict(family="RevNet", width=4, input=[3, 9, 8], batch=3, seed=1, bottleneck=False)
    compared = ["conv1.weight", "layer1.0.f.conv1.weight", "layer2.0.f.conv2.weight", "layer2.0.g.bn1.weight", "fc.bias"]
    yield base | dict(depth=14, steps=1, stages=[4, 8, 16], compared=compared)
    yield base | dict(depth=26, steps=2, stages=[4, 8, 16], compared=compared + ["layer3.1.g.bn2.bias"])
    yield base | dict(depth=38, steps=3, stages=[4, 8, 14], compared=compared)
    yield base | dict(depth=20, steps=1, stages=[16, 32, 64], bottleneck=True, compared=compared + ["layer2.0.f.downsample2.0.weight"])


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    lines = []
    for case in cases():
        with torch.no_grad():
            logits = network(case).eval()(batch(case)[0])
        loss, grads = gradients(case)
        del case["compared"]
        lines.append(json.dumps(case | dict(evaluated=exact(logits), loss=loss, gradients=grads), separators=(",", ":")))
    versions = dict(python=sys.version.split()[0], torch=torch.__version__)
    with open("revnet.json", "w") as file:
        file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
