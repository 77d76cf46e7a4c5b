#!/usr/bin/python3
"""PyTorch at the works of engine.py: one process, one work, one variant.

    engine_peer.py WORK NET CxHxW BATCH THREADS VARIANT

It works each time that a line arrives on standard input and answers "WALL CPU" in
seconds; the last line, when the input ends, is the peak of its memory in MB.
"""

import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    """A basic block with option A's shortcut; pre-activation or original."""

    def __init__(self, cin, cout, stride, order):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cin if order == "pre" else cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.stride, self.grow, self.order, self.deleted = stride, cout - cin, order, False

    def shortcut(self, x):
        if self.stride == 1 and not self.grow:
            return x
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.grow))

    def forward(self, x):
        if self.deleted:
            return self.shortcut(x)
        if self.order == "pre":
            h = self.conv1(F.relu(self.bn1(x), inplace=True))
            return self.shortcut(x) + self.conv2(F.relu(self.bn2(h), inplace=True))
        h = self.conv2(F.relu(self.bn1(self.conv1(x)), inplace=True))
        return F.relu(self.shortcut(x) + self.bn2(h), inplace=True)


class ResNet(nn.Module):
    def __init__(self, depth, width, channels, order):
        super().__init__()
        self.conv1, self.order = nn.Conv2d(channels, width, 3, 1, 1, bias=False), order
        blocks, c = [], width
        for stage in range(3):
            for i in range((depth - 2) // 6):
                blocks.append(Block(c, width << stage, 2 if stage and not i else 1, order))
                c = width << stage
        self.blocks = nn.Sequential(*blocks)
        self.bn1 = nn.BatchNorm2d(c if order == "pre" else width)
        self.fc = nn.Linear(c, 10)

    def forward(self, x):
        x = self.conv1(x)
        if self.order == "original":
            x = F.relu(self.bn1(x), inplace=True)
        x = self.blocks(x)
        if self.order == "pre":
            x = F.relu(self.bn1(x), inplace=True)
        return self.fc(x.mean((2, 3)))


def train(net, x, y):
    solver = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=1e-4)

    def step():
        solver.zero_grad()
        F.cross_entropy(net(x), y).backward()
        solver.step()

    return step


def evaluate(net, x, variant):
    net.eval()
    if "freeze" in variant:
        net = torch.jit.freeze(torch.jit.trace(net, x))
    if "inference" in variant:
        net = torch.jit.optimize_for_inference(torch.jit.trace(net, x))
    return lambda: net(x)


def lesion(net, x, y, batch):
    """The obvious loop: every block in turn, every image."""
    net.eval()

    def study():
        errors = []
        for block in [None, *net.blocks]:
            if block is not None:
                block.deleted = True
            wrong = sum(int((net(x[i : i + batch]).argmax(1) != y[i : i + batch]).sum()) for i in range(0, len(x), batch))
            if block is not None:
                block.deleted = False
            errors.append(wrong)

    return study


def build(name, channels):
    """The network that engine.go calls NET."""
    kind, size = name.split("/", 1)
    if kind == "torchvision":
        import torchvision

        return getattr(torchvision.models, size)()
    depth, width = map(int, size.split("/"))
    return ResNet(depth, width, channels, kind)


def prepare(work, name, shape, batch, variant):
    torch.manual_seed(1)
    c, h, w = map(int, shape.split("x"))
    net = build(name, c)
    n = 1000 if work == "lesion" else int(batch)
    x, y = torch.randn(n, c, h, w), torch.randint(0, 10, (n,))
    if "channels_last" in variant:
        net, x = net.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
    if work == "train":
        return train(net, x, y)
    return evaluate(net, x, variant) if work == "eval" else lesion(net, x, y, int(batch))


def main():
    work, name, shape, batch, threads, variant = sys.argv[1:]
    torch.set_num_threads(int(threads))
    with torch.set_grad_enabled(work == "train"):
        run = prepare(work, name, shape, batch, variant)
        for _ in sys.stdin:
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            print(time.perf_counter() - wall, time.process_time() - cpu, flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)


main()
