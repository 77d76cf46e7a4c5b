"""Reads and writes safetensors files with nothing but json and torch.

    exchange.py write FILE    writes torch.safetensors, the fixture
    exchange.py read FILE     prints a file's metadata, and the number type, shape
                              and values of its tensors, as JSON

The fixture was made with torch 1.13.0a0 of Debian.
"""

import json
import sys

import torch

DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8,
}


def read(path):
    with open(path, "rb") as f:
        content = bytearray(f.read())
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    answer = {"metadata": header.pop("__metadata__", {}), "tensors": {}}
    for name, t in header.items():
        begin, end = t["data_offsets"]
        values = torch.frombuffer(content[start + begin:start + end], dtype=DTYPES[t["dtype"]])
        answer["tensors"][name] = {"dtype": t["dtype"], "shape": t["shape"], "values": values.tolist()}
    print(json.dumps(answer))


def write(path):
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, data = {"__metadata__": {"format": "pt", "quote": "\"größer\""}}, b""
    for name, dtype in DTYPES.items():
        values = torch.tensor([[0, 1, 2], [3, 100, 1 / 3]]).to(dtype)
        size = values.element_size() * values.nelement()
        header[name] = {"data_offsets": [len(data), len(data) + size], "shape": list(values.shape), "dtype": names[dtype]}
        data += bytes(values.view(torch.uint8).flatten().tolist())
    header["scalar"] = {"dtype": "U8", "shape": [], "data_offsets": [len(data), len(data) + 1]}
    text = json.dumps(header, indent=1).encode()
    with open(path, "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + data + b"\7")


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](sys.argv[2])
