"""Trains a network with torch, for train.Fit to be held to.

    fit.py NET SAMPLES RECIPE    trains NET, a safetensors file, on SAMPLES, another with
                                 images, labels and the order of the samples in each
                                 epoch, by RECIPE, as JSON; prints the losses of the
                                 steps, the errors of the epochs, and loss and error on
                                 the test part
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "models" / "testdata"))
sys.dont_write_bytecode = True

from checkpoint import load  # noqa: E402
from networks import ResNet  # noqa: E402


def schedule(recipe, solver, steps):
    if recipe["schedule"] == "CosineAnnealingLR":
        return torch.optim.lr_scheduler.CosineAnnealingLR(solver, steps - 1)
    if recipe["schedule"] == "LambdaLR":
        return torch.optim.lr_scheduler.LambdaLR(solver, lambda step: 0.1 if step < recipe["warm"] else 1)
    return torch.optim.lr_scheduler.MultiStepLR(solver, [steps // 2])


def percent(logits, labels):
    return 100 * (logits.argmax(1) != labels).sum().item() / len(labels)


def main(weights, samples, recipe):
    recipe, samples = json.loads(recipe), load(samples)[0]
    net = ResNet(recipe).double()
    net.load_state_dict(load(weights)[0], strict=True)
    images, labels = samples["train.images"].double(), samples["train.labels"]
    epochs = [order.split(recipe["batch"]) for order in samples["order"]]
    solver = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=recipe["decay"], nesterov=recipe["nesterov"])
    rates = schedule(recipe, solver, sum(len(batches) for batches in epochs))
    losses, errors = [], []
    for batches in epochs:
        outputs = []
        for batch in batches:
            outputs.append(net(images[batch]))
            loss = F.cross_entropy(outputs[-1], labels[batch], label_smoothing=recipe["smoothing"])
            solver.zero_grad()
            loss.backward()
            solver.step()
            rates.step()
            losses.append(loss.item())
        errors.append(percent(torch.cat(outputs), labels[torch.cat(batches)]))
    with torch.no_grad():
        logits = net.eval()(samples["test.images"].double())
    loss = F.cross_entropy(logits, samples["test.labels"]).item()
    print(json.dumps(dict(losses=losses, errors=errors, loss=loss, error=percent(logits, samples["test.labels"]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
