#!/usr/bin/env python3
"""Computes torchvision's networks in float64, for the tests to be held to.

    python3 torchvision_networks.py    # writes torchvision.json

Weights, running statistics and images come from the formula of networks.py, which
goes by the names of the tensors: logits agree only where names and shapes do.
"""

import json
import sys

import torch
import torchvision

from networks import batch, exact, fill, rounded, uniform


def network(case):
    net = torchvision.models.__dict__[case["name"]](num_classes=10).double()
    fill(net, case["seed"])
    for name, b in net.named_buffers():
        u = 0.25 * uniform(case["seed"], name, b.numel())
        if name.endswith("running_mean"):
            b.copy_(rounded(u))
        if name.endswith("running_var"):
            b.copy_(rounded(1 + u))
    return net.eval()


def main():
    torch.set_num_threads(1)  # so that sums are always taken in one order
    cases = []
    for name in ["resnet18", "resnet50", "resnext50_32x4d"]:
        case = dict(name=name, input=[3, 64, 64], batch=2, seed=1)
        net = network(case)
        with torch.no_grad():
            logits = net(batch(case)[0])
        tensors = [n for n in net.state_dict() if not n.endswith("num_batches_tracked")]
        cases.append(json.dumps(case | dict(tensors=len(tensors), evaluated=exact(logits))))
        print(name, logits.abs().max().item())
    versions = dict(python=sys.version.split()[0], torch=torch.__version__, torchvision=torchvision.__version__)
    with open("torchvision.json", "w") as file:
        file.write(f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(cases) + "\n]}\n")


if __name__ == "__main__":
    main()
