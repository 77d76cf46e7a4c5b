"""Takes a state_dict that package nn saved, and gives one back.

    python3 state.py SAVED GIVEN PROBE

loads SAVED into the module below, strictly, trains it by one step, and writes its
state_dict, with torch's counts of batches, to GIVEN. PROBE gets images and their
logits before and after.
"""

import json
import sys

import torch
from torch import nn

DTYPES = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64}


def load(path):
    with open(path, "rb") as f:
        content = bytearray(f.read())
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, t in header.items():
        begin, end = t["data_offsets"]
        values = torch.frombuffer(content[start + begin:start + end], dtype=DTYPES[t["dtype"]])
        tensors[name] = values.reshape(t["shape"])
    return tensors


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


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 3, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(3)
        self.fc = nn.Linear(3, 4)

    def forward(self, x):
        return self.fc(torch.relu(self.bn1(self.conv1(x))).mean((2, 3)))


def main(saved, given, probe):
    torch.manual_seed(1)
    state = load(saved)
    net = Net().to(state["fc.weight"].dtype)
    net.load_state_dict(state, strict=True)
    images = torch.randn(5, 2, 6, 5, dtype=state["fc.weight"].dtype)
    before = net.eval()(images)
    solver = torch.optim.SGD(net.parameters(), lr=0.5)
    torch.nn.functional.cross_entropy(net.train()(3 + 2 * images), torch.arange(5) % 4).backward()
    solver.step()
    after = net.eval()(images)
    save(given, net.state_dict())
    save(probe, {"images": images, "before": before, "after": after})


if __name__ == "__main__":
    main(*sys.argv[1:])
