#!/usr/bin/env python3
"""Computes small networks of each family with PyTorch in float64, for the tests to be
held to.

    python3 families.py    # writes families.json

Weights, running statistics and images come from the formula of networks.py.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn

from networks import batch, exact, fill, rounded, uniform

EXPANSION = 4


def conv(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


class Branch(nn.Module):
    """Convolutions conv1, conv2, …, each with a normalization bn1, bn2, …"""

    def layers(self, case, inputs, width, outputs, stride):
        if case["groups"]:
            inner = width * case["groupWidth"] * case["groups"] // 64
            strides = (stride, 1) if case["strideFirst"] else (1, stride)
            convs = [conv(inputs, inner, 1, strides[0]), conv(inner, inner, 3, strides[1], case["groups"]), conv(inner, outputs, 1)]
        else:
            convs = [conv(inputs, outputs, 3, stride), conv(outputs, outputs, 3)]
        self.convs = len(convs)
        for i, c in enumerate(convs, 1):
            self.add_module(f"conv{i}", c)
            self.add_module(f"bn{i}", nn.BatchNorm2d(c.out_channels if self.original else c.in_channels))

    def activated(self, x):
        return F.relu(self.bn1(x))

    def branch(self, x):
        for i in range(1, self.convs + 1):
            c, bn = getattr(self, f"conv{i}"), getattr(self, f"bn{i}")
            if self.original:
                x = bn(c(x))
                x = F.relu(x) if i < self.convs else x
            else:
                x = c(F.relu(bn(x)))
        return x


class Block(Branch):
    def __init__(self, case, inputs, width, outputs, stride, first):
        super().__init__()
        self.original = case["order"] == "original"
        self.kind, self.stride, self.new = case["shortcut"], stride, outputs - inputs
        self.changes = stride > 1 or inputs != outputs
        self.layers(case, inputs, width, outputs, stride)
        steps = case["multistep"] and not first and (not self.changes or case["project"])
        self.k = nn.Parameter(torch.zeros(1)) if steps else None
        if self.changes and self.kind != "A":
            self.downsample = self.projection(inputs, outputs)
            if steps:
                self.before = self.projection(inputs, outputs)

    def projection(self, inputs, outputs):
        layers = [conv(inputs, outputs, 1, self.stride)]
        if self.kind == "norm":
            layers = [nn.BatchNorm2d(inputs), nn.ReLU()] + layers
        if self.original:
            layers.append(nn.BatchNorm2d(outputs))
        return nn.Sequential(*layers)

    def across(self, x, name):
        if not self.changes:
            return x
        if self.kind == "A":
            return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))
        if self.kind == "shared" and name == "downsample":
            x = self.activated(x)
        return getattr(self, name)(x)

    def forward(self, x, before):
        """The state, and what counts as the one before it."""
        now = self.across(x, "downsample")
        y = now + self.branch(x)
        if self.k is not None:
            y = y - self.k * now + self.k * self.across(before, "before")
        return (F.relu(y) if self.original else y), now


class Network(nn.Module):
    def __init__(self, case):
        super().__init__()
        self.original, self.large = case["order"] == "original", case["imagenet"]
        inputs = case["width"]
        self.conv1 = conv(case["input"][0], inputs, 7, 2) if self.large else conv(case["input"][0], inputs, 3)
        stem = inputs
        for stage, blocks in enumerate(case["blocks"]):
            width, layers = case["width"] * max(1, case["widen"]) << stage, []
            outputs = width * (EXPANSION if case["groups"] else 1)
            for i in range(blocks):
                stride = 2 if stage and not i else 1
                layers.append(Block(case, inputs, width, outputs, stride, not stage and not i))
                inputs = outputs
            self.add_module(f"layer{stage + 1}", nn.ModuleList(layers))
        self.stages = len(case["blocks"])
        self.bn1 = nn.BatchNorm2d(stem if self.original else inputs)
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.conv1(x)
        if self.original:
            x = F.relu(self.bn1(x))
        if self.large:
            x = F.max_pool2d(x, 3, 2, 1)
        before = x
        for stage in range(self.stages):
            for block in getattr(self, f"layer{stage + 1}"):
                x, before = block(x, before)
        if not self.original:
            x = F.relu(self.bn1(x))
        return self.fc(x.mean((2, 3)))


class Layer(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(inputs, outputs, 3, stride), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.bn1(self.conv1(x)))


class Plain(nn.Module):
    def __init__(self, case):
        super().__init__()
        self.large, self.vgg = case["imagenet"], case["vgg"]
        inputs, width = case["input"][0], case["width"]
        if not self.vgg:
            self.conv1 = conv(inputs, width, 7, 2) if self.large else conv(inputs, width, 3)
            inputs = width
        for stage, layers in enumerate(case["blocks"]):
            outputs, stack = width << (min(stage, 3) if self.vgg else stage), []
            for i in range(layers):
                stack.append(Layer(inputs, outputs, 2 if stage and not i and not self.vgg else 1))
                inputs = outputs
            self.add_module(f"layer{stage + 1}", nn.Sequential(*stack))
        self.stages = len(case["blocks"])
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        if not self.vgg:
            x = self.conv1(x)
        if self.large:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
            if self.vgg:
                x = F.max_pool2d(x, 2)
        return self.fc(x.mean((2, 3)))


def network(case):
    net = (Plain(case) if case["family"] == "Plain" else Network(case)).double()
    fill(net, case["seed"])
    for name, b in net.named_buffers():
        u = 0.25 * uniform(case["seed"], name, b.numel())
        if name.endswith("running_mean"):
            b.copy_(rounded(u))
        if name.endswith("running_var"):
            b.copy_(rounded(1 + u))
    return net.eval()


def cases():
    base = dict(order="pre-activation", shortcut="shared", imagenet=False, vgg=False, width=4, widen=0, input=[3, 9, 7], batch=3, seed=1,
                groups=0, groupWidth=64, strideFirst=False, multistep=False, project=False, blocks=[2, 2, 2])
    grouped = dict(groups=2, groupWidth=32)
    large = dict(imagenet=True, input=[3, 37, 33], blocks=[2, 2, 2, 2])
    yield base | dict(family="ResNet", depth=20, groups=1)
    yield base | dict(family="ResNet", depth=20, groups=1, strideFirst=True, order="original", shortcut="B")
    yield base | dict(family="ResNet", depth=18) | large
    yield base | dict(family="ResNeXt", depth=20) | grouped
    yield base | dict(family="ResNeXt", depth=20, order="original", shortcut="B") | grouped
    yield base | dict(family="WRN", depth=16, widen=2)
    yield base | dict(family="WRN", depth=16, widen=2, order="original", shortcut="A")
    yield base | dict(family="Plain", depth=14, blocks=[4, 4, 4])
    yield base | dict(family="Plain", depth=18) | large | dict(blocks=[4, 4, 4, 4])
    for depth, layers in [(11, [1, 1, 2, 2, 2]), (16, [2, 2, 3, 3, 3])]:
        yield base | dict(family="Plain", depth=depth, vgg=True, input=[3, 37, 65], blocks=layers)
    for project in [False, True]:
        multistep = base | dict(multistep=True, project=project)
        yield multistep | dict(family="LM-ResNet", depth=14, shortcut="A")
        yield multistep | dict(family="LM-ResNet", depth=8, shortcut="A", blocks=[1, 1, 1])
        yield multistep | dict(family="LM-ResNet", depth=14, shortcut="B", order="original")
        yield multistep | dict(family="LM-ResNet", depth=18, shortcut="norm") | large
        yield multistep | dict(family="LM-ResNeXt", depth=20, shortcut="norm") | grouped
        yield multistep | dict(family="LM-ResNeXt", depth=20, shortcut="shared") | grouped
        yield multistep | dict(family="LM-ResNeXt", depth=20, shortcut="B", order="original") | grouped


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    lines = []
    for case in cases():
        with torch.no_grad():
            logits = network(case)(batch(case)[0])
        lines.append(json.dumps(case | dict(evaluated=exact(logits)), separators=(",", ":")))
    versions = dict(python=sys.version.split()[0], torch=torch.__version__)
    with open("families.json", "w") as file:
        file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
