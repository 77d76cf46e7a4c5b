#!/usr/bin/env python3
"""Computes residual networks with PyTorch in float64, for the tests to be held to.

    python3 networks.py                # writes resnet8.json, control.json, trajectory.json
    python3 networks.py trajectory     # writes that one

The files stay small because nothing in them can be had otherwise: weights, images
and labels come from a formula (see Formula) that the tests know too, and large
tensors are kept as their norm and their product with a vector of that formula.
The versions that made a file are in it.
"""

import base64
import copy
import json
import math
import sys

import numpy
import torch
import torch.nn.functional as F
from torch import nn


# Formula ---------------------------------------------------------------------

def fnv1a(text):
    h = 0xCBF29CE484222325
    for b in text.encode():
        h = (h ^ b) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def bits(seed, name, n):
    """n numbers of 64 bits: SplitMix64, begun at the FNV-1a hash of "seed name"."""
    z = numpy.uint64(fnv1a(f"{seed} {name}")) + numpy.arange(1, n + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


def uniform(seed, name, n):
    """n numbers in [-1, 1)."""
    return (bits(seed, name, n) >> numpy.uint64(11)).astype(numpy.float64) * 2.0 ** -52 - 1


def rounded(values):
    """What float32 can hold, so that every precision begins with the same numbers."""
    return torch.from_numpy(values.astype(numpy.float32).astype(numpy.float64))


def fill(net, seed):
    for name, p in net.named_parameters():
        u = uniform(seed, name, p.numel())
        if p.dim() == 4:
            u = u * math.sqrt(6 / (p.shape[0] * p.shape[2] * p.shape[3]))
        elif name.startswith("fc."):
            u = u * math.sqrt(1 / net.fc.in_features)
        elif name.endswith("weight"):
            u = 1 + 0.25 * u
        else:
            u = 0.25 * u
        p.data = rounded(u).reshape(p.shape)


def batch(case, step=0):
    """Images of unit variance, and labels."""
    shape = [case["batch"]] + case["input"]
    images = uniform(case["seed"], f"images {step}", math.prod(shape)) * math.sqrt(3)
    labels = bits(case["seed"], f"labels {step}", case["batch"]) % numpy.uint64(10)
    return rounded(images).reshape(shape), torch.from_numpy(labels.astype(numpy.int64))


# Networks --------------------------------------------------------------------

def conv3(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, case):
        super().__init__()
        self.original = case["order"] == "original"
        self.stride, self.new = stride, outputs - inputs
        self.conv1 = conv3(inputs, outputs, stride)
        self.bn1 = nn.BatchNorm2d(outputs if self.original else inputs)
        self.conv2 = conv3(outputs, outputs)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if self.new and case["shortcut"] == "B":
            layers = [nn.Conv2d(inputs, outputs, 1, stride, bias=False)]
            if self.original:
                layers.append(nn.BatchNorm2d(outputs))
            self.downsample = nn.Sequential(*layers)

    def shortcut(self, x):
        if self.downsample is not None:
            return self.downsample(x)
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))

    def forward(self, x):
        if self.original:
            f = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
            return F.relu(self.shortcut(x) + f)
        f = self.conv1(F.relu(self.bn1(x)))
        return self.shortcut(x) + self.conv2(F.relu(self.bn2(f)))


class ResNet(nn.Module):
    def __init__(self, case):
        super().__init__()
        self.original = case["order"] == "original"
        width, blocks = case["width"], (case["depth"] - 2) // 6
        self.conv1 = conv3(case["input"][0], width)
        self.bn1 = nn.BatchNorm2d(width if self.original else 4 * width)
        inputs = width
        for stage in range(3):
            outputs, layers = width << stage, []
            for i in range(blocks):
                layers.append(Block(inputs, outputs, 2 if stage and not i else 1, case))
                inputs = outputs
            self.add_module(f"layer{stage + 1}", nn.Sequential(*layers))
        self.fc = nn.Linear(inputs, 10)

    def forward(self, x):
        x = self.conv1(x)
        if self.original:
            x = F.relu(self.bn1(x))
        x = self.layer3(self.layer2(self.layer1(x)))
        if not self.original:
            x = F.relu(self.bn1(x))
        return self.fc(x.mean((2, 3)))


def network(case, dtype=torch.float64):
    net = ResNet(case).double()
    fill(net, case["seed"])
    return net.to(dtype)


def gradients(net, images, labels):
    """Runs a batch forward and backward."""
    net.zero_grad()
    logits = net(images.to(net.fc.weight.dtype))
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    return logits.detach(), loss.item(), {name: p.grad.double().clone() for name, p in net.named_parameters()}


# What is written -------------------------------------------------------------

def exact(tensor):
    return base64.b64encode(tensor.detach().double().numpy().astype("<f8").tobytes()).decode()


def digits(x, n):
    return float(f"{x:.{n}g}")


def prints(case, tensors, others=None):
    """Of each tensor the norm and a product, which no other tensor is likely to have
    both of, and how far from it another calculation is."""
    out = {}
    for name, t in tensors.items():
        flat = t.detach().double().flatten()
        vector = torch.from_numpy(uniform(case["seed"], f"print {name}", len(flat)))
        out[name] = [digits(flat.norm().item(), 12), digits(torch.dot(flat, vector).item(), 12)]
        if others is not None:
            out[name].append(distance(others[name], t))
    return out


def distance(got, want):
    """Relative error of a tensor in the Euclidean norm."""
    return digits(((got - want).norm() / want.norm()).item(), 3)


def kink(net, images):
    """The smallest magnitude that meets a ReLU."""
    smallest, relu = [], F.relu

    def watched(x):
        smallest.append(x.detach().abs().min().item())
        return relu(x)

    F.relu = watched
    try:
        net(images)
    finally:
        F.relu = relu
    return min(smallest)


def smooth(case, margin, skip=0):
    """The case with the first seed from which rounding opens or closes no ReLU: where
    one does, a gradient jumps, and says nothing about how well it was computed."""
    for seed in range(skip + 1, 1000):
        case["seed"] = seed
        if kink(network(case), batch(case)[0]) > margin:
            return case
    sys.exit(f"no seed for {case}")


def resnet8():
    cases = []
    for order in ["pre-activation", "original"]:
        for shortcut in "AB":
            for width, size, n in [(3, [3, 9, 7], 19), (16, [3, 8, 8], 3)]:
                case = smooth(dict(depth=8, order=order, shortcut=shortcut, width=width, input=size, batch=n), 2e-5)
                net = network(case)
                images, labels = batch(case)
                logits, loss, grads = gradients(net, images, labels)
                case |= dict(logits=exact(logits), loss=loss, prints=prints(case, grads))
                if width == 3:
                    case["gradients"] = {name: exact(g) for name, g in grads.items()}
                net.eval()
                case["evaluated"] = exact(net(images))  # by the statistics that the batch left behind
                cases.append(case)
    return cases


def control():
    """ResNet-20 where rounding opens and closes no ReLU, and ResNet-110, where it always
    does for some: all that can be asked there is to be as far off as others."""
    cases = []
    for depth, n, order, shortcut, count in [
        (20, 2, "pre-activation", "A", 6), (20, 2, "original", "B", 4),
        (110, 12, "pre-activation", "A", 4), (110, 12, "original", "B", 2),
    ]:  # fmt: skip
        seed = 0
        for i in range(count):
            case = dict(depth=depth, order=order, shortcut=shortcut, width=16, input=[3, 32, 32], batch=n, seed=i + 1)
            if depth == 20:
                seed = smooth(case, 5e-6, seed)["seed"]
            images, labels = batch(case)
            _, loss, want = gradients(network(case), images, labels)
            _, _, got = gradients(network(case, torch.float32), images, labels)
            cases.append(case | dict(loss=loss, prints=prints(case, want, got)))
    return cases


def descend(case, dtype, margin=0.0):
    """Twenty steps with Nesterov momentum: the losses, the network, and its logits for
    another batch by the running statistics; or nothing if a ReLU is met by less than
    the margin."""
    net = network(case, dtype)
    solver = torch.optim.SGD(net.parameters(), lr=case["rate"], momentum=0.9, weight_decay=1e-4, nesterov=True)
    losses = []
    for step in range(20):
        images, labels = batch(case, step)
        if margin and kink(copy.deepcopy(net), images) < margin:
            return None
        losses.append(gradients(net, images, labels)[1])
        solver.step()
    kept = {n: t.double() for n, t in net.state_dict().items() if not n.endswith("num_batches_tracked")}
    with torch.no_grad():
        evaluated = net.eval()(batch(case, 20)[0].to(dtype)).double()
    return losses, kept, evaluated


def trajectory():
    """Twenty steps of ResNet-20, so narrow that no ReLU is met by less than rounding
    can add up to in all of them."""
    cases = []
    for order, shortcut, count in [("pre-activation", "A", 3), ("original", "A", 3), ("pre-activation", "B", 1), ("original", "B", 1)]:
        seed = 0
        for _ in range(count):
            found = None
            while not found:
                seed += 1
                case = dict(depth=20, order=order, shortcut=shortcut, width=4, input=[3, 8, 8], batch=8, seed=seed, rate=0.02)
                found = descend(case, torch.float64, 8e-6)
            losses, want, evaluated = found
            _, got, _ = descend(case, torch.float32)
            cases.append(case | dict(losses=losses, evaluated=exact(evaluated), prints=prints(case, want, got)))
    return cases


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    versions = dict(python=sys.version.split()[0], torch=torch.__version__, numpy=numpy.__version__)
    for make in [resnet8, control, trajectory]:
        if sys.argv[1:] not in ([], [make.__name__]):
            continue
        cases = ",\n".join(json.dumps(case, separators=(",", ":")) for case in make())
        with open(f"{make.__name__}.json", "w") as file:
            file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n{cases}\n]}}\n')


if __name__ == "__main__":
    main()
