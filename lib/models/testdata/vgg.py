#!/usr/bin/env python3
"""Computes narrow networks of torchvision's VGG, for the tests to be held to.

    python3 vgg.py    # writes vgg.json

The layers and their names are torchvision's make_layers and VGG (0.14), with a number of
channels that can be chosen, in float64. Values come from the formula of networks.py.
"""

import json
import math
import sys

import torch
from torch import nn

from networks import batch, exact, rounded, uniform

LAYERS = {11: [1, "M", 2, "M", 4, 4, "M", 8, 8, "M", 8, 8, "M"]}


def network(case):
    features, inputs, width = [], case["input"][0], case["width"]
    for v in LAYERS[case["depth"]]:
        if v == "M":
            features.append(nn.MaxPool2d(2))
            continue
        features.append(nn.Conv2d(inputs, v * width, 3, padding=1))
        if case["norm"]:
            features.append(nn.BatchNorm2d(v * width))
        features.append(nn.ReLU())
        inputs = v * width
    net, hidden = nn.Module(), 64 * width
    net.features = nn.Sequential(*features)
    net.classifier = nn.Sequential(
        nn.Linear(inputs * 49, hidden), nn.ReLU(), nn.Dropout(),
        nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(),
        nn.Linear(hidden, 10))
    net = net.double().eval()
    for name, t in list(net.named_parameters()) + list(net.named_buffers()):
        if name.endswith("num_batches_tracked"):
            continue
        u = uniform(case["seed"], name, t.numel())
        if t.dim() == 4:
            u = u * math.sqrt(6 / (t.shape[0] * t.shape[2] * t.shape[3]))
        elif t.dim() == 2:
            u = u * math.sqrt(6 / t.shape[1])
        elif name.endswith("weight") or name.endswith("running_var"):
            u = 1 + 0.25 * u
        else:
            u = 0.25 * u
        t.data = rounded(u).reshape(t.shape)
    return net


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    lines = []
    for norm in [False, True]:
        case = dict(depth=11, width=4, input=[3, 224, 224], batch=2, seed=1, norm=norm)
        net = network(case)
        with torch.no_grad():
            x = nn.AdaptiveAvgPool2d(7)(net.features(batch(case)[0]))
            logits = net.classifier(torch.flatten(x, 1))
        lines.append(json.dumps(case | dict(evaluated=exact(logits)), separators=(",", ":")))
    versions = dict(python=sys.version.split()[0], torch=torch.__version__)
    with open("vgg.json", "w") as file:
        file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
