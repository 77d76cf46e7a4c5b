#!/usr/bin/python3
"""The engine beside PyTorch on the same cores.

    .ci/bench/engine.py [--rounds N] [--threads N] [--isa avx2] [-k PATTERN] [-o FILE]

For each work, ours and every variant of torch's run in processes of their own and
take turns (A B C, A B C), so that whatever else the machine does meets them
alike. Prints minimum and median of wall time, the median of processor time, and
the ratio of ours to torch's best, of minima and of medians. With --isa avx2 neither
uses more than that. With -o the table is also written to a file, in place of what was
there for the same instruction set. Needs Debian's python3-torch and
python3-torchvision.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
TRAIN = ("eager", "channels_last")
EVAL = ("eager", "channels_last", "inference", "inference channels_last", "freeze channels_last")

# name, work, network, shape, batch, torch's variants, the ratio asked for or None
WORKS = [
    ("ResNet-20, 3×32×32, batch 128, one step", "train", "pre/20/16", "3x32x32", 128, TRAIN, 0.75),
    ("ResNet-110, 3×32×32, batch 128, one step", "train", "pre/110/16", "3x32x32", 128, TRAIN, 0.80),
    ("ResNet-20, 3×32×32, batch 128, evaluation", "eval", "pre/20/16", "3x32x32", 128, EVAL, 0.75),
    ("ResNet-110, 3×32×32, batch 128, evaluation", "eval", "pre/110/16", "3x32x32", 128, EVAL, 0.75),
    ("ResNet-110, digits 1×8×8, widths 8-16-32, batch 64, one step", "train", "pre/110/8", "1x8x8", 64, TRAIN, 0.60),
    ("54 single deletions of ResNet-110 (digits) over 1,000 images", "lesion", "pre/110/8", "1x8x8", 125, TRAIN, 0.40),
    ("torchvision's ResNet-18, 3×64×64, batch 32, one step", "train", "torchvision/resnet18", "3x64x64", 32, TRAIN, None),
    ("torchvision's ResNet-18, 3×64×64, batch 32, evaluation", "eval", "torchvision/resnet18", "3x64x64", 32, EVAL, None),
    ("torchvision's ResNet-50, 3×64×64, batch 32, one step", "train", "torchvision/resnet50", "3x64x64", 32, TRAIN, None),
    ("torchvision's ResNet-50, 3×64×64, batch 32, evaluation", "eval", "torchvision/resnet50", "3x64x64", 32, EVAL, None),
    ("torchvision's ResNeXt-50 (32×4d), 3×64×64, batch 32, one step", "train", "torchvision/resnext50_32x4d", "3x64x64", 32, TRAIN, None),
    ("torchvision's ResNeXt-50 (32×4d), 3×64×64, batch 32, evaluation", "eval", "torchvision/resnext50_32x4d", "3x64x64", 32, EVAL, None),
    ("torchvision's ResNet-50, 3×224×224, batch 16, one step", "train", "torchvision/resnet50", "3x224x224", 16, TRAIN, None),
    ("torchvision's ResNet-50, 3×224×224, batch 16, evaluation", "eval", "torchvision/resnet50", "3x224x224", 16, EVAL, None),
]
MEMORY = "ResNet-110, 3×32×32, batch 128, one step"


class Runner:
    """A process that does one work each time it is asked to."""

    def __init__(self, name, command):
        self.name, self.wall, self.cpu, self.peak = name, [], [], 0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, keep=True):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        wall, cpu = map(float, self.process.stdout.readline().split())
        if keep:
            self.wall.append(wall)
            self.cpu.append(cpu)

    def finish(self):
        rest, _ = self.process.communicate()
        self.peak = int(rest)

    def row(self):
        ms = lambda seconds: f"{seconds * 1e3:.1f}"
        return f"| | {self.name} | {ms(min(self.wall))} | {ms(statistics.median(self.wall))} | {ms(statistics.median(self.cpu))} | {self.peak} | |"


def measure(binary, work, rounds, threads, order):
    name, kind, net, shape, batch, variants, asked = work
    common = [kind, net.replace("pre/", order + "/"), shape, str(batch), str(threads)]
    runners = [Runner("unravel", [binary, *common])]
    runners += [Runner("torch " + v, [sys.executable, str(HERE / "engine_peer.py"), *common, v]) for v in variants]
    for i in range(2 + rounds):  # the first two warm up
        for r in runners:
            r.run(keep=i >= 2)
    for r in runners:
        r.finish()
    return runners


def best(values):
    ours, *theirs = values
    return ours / min(theirs)


def table(binary, works, rounds, threads, order):
    lines = ["| work | who | min ms | median ms | median CPU ms | peak MB | ours / torch's best |", "|---|---|---|---|---|---|---|"]
    for work in works:
        runners = measure(binary, work, rounds, threads, order)
        ratio = best([min(r.wall) for r in runners])
        middle = best([statistics.median(r.wall) for r in runners])
        asked = f" (asked {work[-1]:.2f})" if work[-1] else ""
        lines.append(f"| **{work[0]}** | | | | | | **{ratio:.2f}** min, {middle:.2f} median{asked} |")
        lines += [r.row() for r in runners]
        if work[0] == MEMORY:
            lines.append(f"| **its peak memory** | | | | | | **{best([r.peak for r in runners]):.2f}** (asked 1.00) |")
        print("\n".join(lines), flush=True)
        yield from lines
        lines = []


def machine(threads, order, isa):
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    torch = subprocess.run([sys.executable, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True).stdout.strip()
    go = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True).stdout.strip()
    return (
        f"{date.today()}, {model[1] if model else platform.processor()}, {os.cpu_count()} cores, {threads} threads each; "
        f"{go}; torch {torch} (Debian); instruction set of both: {isa or 'the best of the machine'}; blocks: {order}."
    )


HEAD = "# The engine beside PyTorch\n\nWritten by `.ci/bench/engine.py`. Times of one work; all who do it take turns.\n"


def write(path, isa, head, text):
    """Puts a table into its section of a file."""
    title = f"\n## {isa.upper() if isa else 'The best of the machine'}\n\n"
    old = path.read_text().split("\n## ")[1:] if path.exists() else []
    sections = {"\n## " + s.split("\n\n", 1)[0] + "\n\n": s.split("\n\n", 1)[1] for s in old}
    sections[title] = f"{head}\n\n{text}\n"
    path.write_text(HEAD + "".join(t + s for t, s in sections.items()))


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--rounds", type=int, default=9)
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--order", default="pre", choices=("pre", "original"))
    args.add_argument("--isa", choices=("avx2",), help="use no more than this instruction set, torch neither")
    args.add_argument("-k", default="", help="only works whose name matches")
    args.add_argument("-o", help="file for the table")
    o = args.parse_args()
    if o.isa:
        os.environ["UNRAVEL_ISA"], os.environ["ONEDNN_MAX_CPU_ISA"] = o.isa, o.isa.upper()
    works = [w for w in WORKS if re.search(o.k, w[0])]
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.join(folder, "engine")
        subprocess.run(["go", "build", "-o", binary, str(HERE / "engine.go")], check=True, cwd=HERE)
        head = machine(o.threads, o.order, o.isa)
        print(head + "\n", flush=True)
        text = "\n".join(table(binary, works, o.rounds, o.threads, o.order))
    if o.o:
        write(Path(o.o), o.isa, head, text)


main()
