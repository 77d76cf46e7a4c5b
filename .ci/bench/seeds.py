#!/usr/bin/python3
"""The claims of the notebooks about lesions and paths, over several trained networks.

    .ci/bench/seeds.py [--seeds N] [-o FILE] UNRAVEL

Trains the ResNet-110 of notebooks/veit2016/lesion.ipynb with the seeds 1 to N, runs the
notebooks that take its weights with each, and prints what each claim came to beside its
threshold. UNRAVEL is the built program. The thresholds in the notebooks are set from this
table. A claim that fails is marked, and the other notebooks go on.
"""

import argparse
import json
import platform
import subprocess
import tempfile
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks" / "veit2016"
FORM = "application/vnd.unravel.claims+json"


def claims(unravel, name, folder, params):
    """Run a notebook; return its claims and the arithmetic in its footer."""
    out = folder / f"{name}.ipynb"
    args = [unravel, "run", "-o", str(out), str(NOTEBOOKS / f"{name}.ipynb")]
    for key, value in params.items():
        args += ["--param", f"{key}={value}"]
    subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    found, arithmetic = [], ""
    for cell in json.loads(out.read_text())["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            found += data.get(FORM, [])
            arithmetic = data.get("application/vnd.unravel.footer+json", {}).get("arithmetic", arithmetic)
    return found, arithmetic


def number(claim):
    """A figure of a claim, marked if it does not hold."""
    return claim["ours"] + ("" if claim["holds"] else " (fails)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("unravel", type=lambda path: str(Path(path).resolve()))
    options = parser.parse_args()
    rows, arithmetic = {}, ""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for seed in range(1, options.seeds + 1):
            weights = folder / f"{seed}.safetensors"
            for name, params in {
                "lesion": {"seed": seed, "save": weights},
                "deletions": {"weights": weights},
                "reordering": {"weights": weights},
                "gradients": {"weights": weights},
                "effective": {"seed": seed},
                "degradation": {"seed": seed},
            }.items():
                found, where = claims(options.unravel, name, folder, params)
                arithmetic = where or arithmetic
                for claim in found:
                    rows.setdefault((name, claim["claim"], claim["threshold"]), []).append(number(claim))
    head = "| notebook | claim | threshold | " + " | ".join(f"seed {s + 1}" for s in range(options.seeds)) + " |"
    text = f"""# The claims with other seeds

Written by `.ci/bench/seeds.py -o {'notebooks/veit2016/SEEDS.md'} UNRAVEL` on {arithmetic}, Python {platform.python_version()}. The network and all draws of its
training come from the seed; the split of the digits is the same, and so are the draws of the lesions and paths.

{head}
|{' --- |' * (3 + options.seeds)}
"""
    for (name, claim, threshold), values in rows.items():
        text += f"| {name} | {claim} | {threshold} | " + " | ".join(values) + " |\n"
    if options.out:
        options.out.write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
