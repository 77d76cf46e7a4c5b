#!/usr/bin/env python3
"""Computes small networks of every step with PyTorch in float64, for the tests to be
held to.

    python3 steps.py    # writes steps.json

A batch goes forward and backward, and then forward by the running statistics that it
left behind. Weights, images and labels come from the formula of networks.py.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn

from networks import batch, conv3, exact, fill, kink, prints


class Statistics(nn.BatchNorm2d):
    """Running statistics for another use of a normalization."""

    def __init__(self, channels):
        super().__init__(channels, affine=False)

    def normalize(self, x, norm):
        return F.batch_norm(x, self.running_mean, self.running_var, norm.weight, norm.bias, self.training, self.momentum, self.eps)


class Again(nn.Module):
    def __init__(self, branch):
        super().__init__()
        for name in ["bn1", "bn2"]:
            self.add_module(name, Statistics(getattr(branch, name).num_features))

    def forward(self, x, branch):
        x = branch.conv1(F.relu(self.bn1.normalize(x, branch.bn1)))
        return branch.conv2(F.relu(self.bn2.normalize(x, branch.bn2)))


class Branch(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(inputs), conv3(inputs, outputs, stride)
        self.bn2, self.conv2 = nn.BatchNorm2d(outputs), conv3(outputs, outputs)

    def f(self, x):
        return self.conv2(F.relu(self.bn2(self.conv1(F.relu(self.bn1(x))))))


def option_a(x, stride, new):
    return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, new))


class Polynomial(Branch):
    """u + F(u) + F(F(u)) + …, or with G, H instead of F behind it or beside it."""

    def __init__(self, inputs, outputs, stride, case):
        super().__init__(inputs, outputs, stride)
        self.form, self.degree = case["form"], case["degree"]
        self.stride, self.new = stride, outputs - inputs
        self.changes = stride > 1 or self.new
        for i in range(2, 1 if self.changes else self.degree + 1):
            if self.form == "powers":
                self.add_module(f"power{i}", Again(self))
            else:
                self.add_module(" fgh"[i], Branch(inputs, outputs, stride))

    def term(self, i, x):
        if self.form == "powers":
            return getattr(self, f"power{i}")(x, self)
        return getattr(self, " fgh"[i]).f(x)

    def forward(self, x):
        term = self.f(x)
        y = option_a(x, self.stride, self.new) + term
        if not self.changes:
            for i in range(2, self.degree + 1):
                term = self.term(i, x if self.form == "ways" else term)
                y = y + term
        return y


class Highway(Branch):
    """T(u)·F(u) + (1 − T(u))·u"""

    def __init__(self, inputs, outputs, stride, case):
        super().__init__(inputs, outputs, stride)
        self.stride, self.new = stride, outputs - inputs
        self.gate = nn.Conv2d(inputs, outputs, 3, stride, 1)

    def forward(self, x):
        share = torch.sigmoid(self.gate(x))
        return share * self.f(x) + (1 - share) * option_a(x, self.stride, self.new)


STEPS = dict(polynomial=Polynomial, highway=Highway)


class Network(nn.Module):
    def __init__(self, case):
        super().__init__()
        inputs = case["width"]
        self.conv1 = conv3(case["input"][0], inputs)
        for stage in range(3):
            outputs, blocks = case["width"] << stage, []
            for i in range((case["depth"] - 2) // 6):
                blocks.append(STEPS[case["step"]](inputs, outputs, 2 if stage and not i else 1, case))
                inputs = outputs
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.bn1, self.fc = nn.BatchNorm2d(inputs), nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.conv1(x))))
        return self.fc(F.relu(self.bn1(x)).mean((2, 3)))


class Fractal(nn.Module):
    """The last n columns are the last n−1 twice, beside a layer."""

    def __init__(self, inputs, outputs, case):
        super().__init__()
        self.columns, self.behind = case["columns"], case["behind"]
        for c in range(1, self.columns + 1):
            layers = [nn.Module() for _ in range(2 ** (c - 1))]
            for i, layer in enumerate(layers):
                layer.conv1, layer.bn1 = conv3(outputs if i else inputs, outputs), nn.BatchNorm2d(outputs)
            self.add_module(f"column{c}", nn.ModuleList(layers))

    def layer(self, c, x, last):
        layer = getattr(self, f"column{c}")[self.used[c]]
        self.used[c] += 1
        x = F.relu(layer.bn1(layer.conv1(x)))
        return F.max_pool2d(x, 2) if last and not self.behind else x

    def ends(self, n, x, last):
        c = self.columns - n + 1
        ends = [self.layer(c, x, last)]
        if n > 1:
            ends += self.ends(n - 1, sum(self.ends(n - 1, x, False)) / (n - 1), last)
        return ends

    def forward(self, x):
        self.used = [0] * (self.columns + 1)
        y = sum(self.ends(self.columns, x, True)) / self.columns
        return F.max_pool2d(y, 2) if self.behind else y


class FractalNet(nn.Module):
    def __init__(self, case):
        super().__init__()
        inputs, self.blocks = case["input"][0], case["depth"] >> (case["columns"] - 1)
        for stage in range(self.blocks):
            outputs = case["width"] << stage
            self.add_module(f"layer{stage + 1}", nn.Sequential(Fractal(inputs, outputs, case)))
            inputs = outputs
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        for stage in range(self.blocks):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


def network(case):
    net = (FractalNet if case["step"] == "fractal" else Network)(case).double()
    fill(net, case["seed"])
    return net


def cases():
    base = dict(depth=14, width=3, input=[3, 9, 7], batch=19, order="pre-activation", shortcut="A")
    for form in ["powers", "products", "ways"]:
        for degree in [2, 3]:
            yield base | dict(step="polynomial", form=form, degree=degree)
    yield base | dict(step="highway")
    for columns, behind in [(2, False), (3, False), (3, True)]:
        # Three blocks, so that the head has as many inputs as behind three stages.
        yield base | dict(step="fractal", depth=3 << (columns - 1), columns=columns, behind=behind, input=[3, 11, 9])


def computed(case):
    """The case with the first seed from which rounding opens or closes no ReLU."""
    for case["seed"] in range(1, 1000):
        if kink(network(case), batch(case)[0]) > 1e-7:
            break
    net = network(case)
    images, labels = batch(case)
    logits = net(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    grads = {name: p.grad for name, p in net.named_parameters()}
    case |= dict(logits=exact(logits), loss=loss.item(), prints=prints(case, grads))
    return case | dict(evaluated=exact(net.eval()(images)))


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    lines = [json.dumps(computed(case), separators=(",", ":")) for case in cases()]
    versions = dict(python=sys.version.split()[0], torch=torch.__version__)
    with open("steps.json", "w") as file:
        file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
