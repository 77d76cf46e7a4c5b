"""Exchanges checkpoints with torch, both ways.

    checkpoint.py compare NET PROBE    loads NET, which Go wrote, into the module
                                       below and prints how far its logits are
                                       from those in PROBE
    checkpoint.py fixture NET PROBE    writes a state_dict of that module, and
                                       images with its logits

The fixtures here were made by "fixture" with torch 1.13.0a0 of Debian.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional

DTYPES = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64}


def load(path):
    """Returns the tensors and the metadata of a safetensors file."""
    with open(path, "rb") as f:
        content = bytearray(f.read())
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, t in header.items():
        begin, end = t["data_offsets"]
        values = torch.frombuffer(content[start + begin:start + end], dtype=DTYPES[t["dtype"]])
        tensors[name] = values.reshape(t["shape"])
    return tensors, metadata


def save(path, tensors):
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, data = {}, b""
    for name, t in tensors.items():
        values = t.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": names[t.dtype], "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + data)


class Block(nn.Module):
    """The pre-activation basic block with option A."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.stride, self.more = stride, outputs - inputs

    def forward(self, x):
        f = self.conv1(torch.relu(self.bn1(x)))
        f = self.conv2(torch.relu(self.bn2(f)))
        return f + functional.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, 0, self.more))


class ResNet(nn.Module):
    def __init__(self, depth, width, channels, classes):
        super().__init__()
        n = (depth - 2) // 6
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.layer1 = self.stage(n, width, width, 1)
        self.layer2 = self.stage(n, width, 2 * width, 2)
        self.layer3 = self.stage(n, 2 * width, 4 * width, 2)
        self.bn1 = nn.BatchNorm2d(4 * width)
        self.fc = nn.Linear(4 * width, classes)

    @staticmethod
    def stage(n, inputs, outputs, stride):
        first = Block(inputs, outputs, stride)
        return nn.Sequential(first, *(Block(outputs, outputs, 1) for _ in range(n - 1)))

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.conv1(x))))
        return self.fc(torch.relu(self.bn1(x)).mean((2, 3)))


def compare(net, probe):
    tensors, metadata = load(net)
    config = json.loads(metadata["unravel.config"])
    module = ResNet(config["depth"], config["width"], config["input"][0], config["classes"])
    module.load_state_dict(tensors, strict=True)
    probe, _ = load(probe)
    with torch.no_grad():
        logits = module.eval()(probe["images"])
    print(json.dumps({"logits": list(logits.shape), "difference": (logits - probe["logits"]).abs().max().item()}))


def fixture(net, probe):
    torch.manual_seed(1)
    module = ResNet(8, 4, 1, 10)
    with torch.no_grad():
        for _ in range(5):  # running statistics that are not the initial ones
            module.train()(1 + 2 * torch.randn(16, 1, 8, 8))
        for name, p in module.named_parameters():
            if "bn" in name:
                p.add_(0.2 * torch.randn_like(p))
        images = torch.randn(5, 1, 8, 8)
        logits = module.eval()(images)
    save(net, module.state_dict())
    save(probe, {"images": images, "logits": logits})


if __name__ == "__main__":
    {"compare": compare, "fixture": fixture}[sys.argv[1]](*sys.argv[2:])
