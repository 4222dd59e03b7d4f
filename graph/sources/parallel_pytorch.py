"""A file for PyTorch in which several processes share the samples, with DistributedDataParallel."""

from __future__ import annotations

from graph.sources.for_pytorch import module
from graph.sources.setting import (
    Setting,
    file_text,
    head,
    imports,
    numbers,
    routines,
    split_lines,
    split_words,
    wrapped,
)

_WORDS = (
    "",
    "Where a sum or a mean runs over the samples, the processes put theirs together: the loss and the gradient are",
    "those of all samples, whatever the graph does with them. Run this file to see them, with --compile through",
    "torch.compile; with --steps N --rate r it then takes N steps of gradient descent. In several processes:",
    "torchrun --nproc-per-node 2 this_file.py",
)

_MEETING = '''
class Total(torch.autograd.Function):
    """The sum over the processes. Each has the loss, so what comes back is summed over them too."""

    @staticmethod
    def forward(ctx, x):
        x = x.clone()
        dist.all_reduce(x)
        return x

    @staticmethod
    def backward(ctx, x_bar):
        x_bar = x_bar.clone()
        dist.all_reduce(x_bar)
        return x_bar


@torch.compiler.disable
def total(x):
    """A sum over all samples, from the sum over those of this process."""
    return Total.apply(x)


def average(x):
    """A mean over all samples, from the mean over those of this process."""
    return total(x) / dist.get_world_size()


def share(name, value):
    """The samples of this process; what is not split stays whole."""
    if name not in SPLIT:
        return value
    count = SAMPLES // dist.get_world_size()
    return value.narrow(SPLIT[name], dist.get_rank() * count, count)
'''

_MAIN = '''
def join():
    """Join the processes that torchrun has started, or be the only one; the device to work on."""
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    if "RANK" in os.environ:
        dist.init_process_group(backend)
    else:
        dist.init_process_group(backend, store=dist.HashStore(), rank=0, world_size=1)
    if SPLIT and SAMPLES % dist.get_world_size():
        sys.exit(f"{SAMPLES} samples do not divide among {dist.get_world_size()} processes")
    if backend == "gloo":
        return torch.device("cpu")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    torch.cuda.set_device(device)
    return device


def found(model, data):
    """The derivatives that the processes found together, by leaf."""
    bars = {name: value.grad for name, value in model.named_parameters()}
    for name, value in data.items():
        bar = torch.zeros_like(value) if value.grad is None else value.grad / dist.get_world_size()
        if name in SPLIT:
            parts = [torch.empty_like(bar) for _ in range(dist.get_world_size())]
            dist.all_gather(parts, bar.contiguous())
            bar = torch.cat(parts, SPLIT[name])
        else:
            dist.all_reduce(bar)
        bars[name] = bar
    return {name: torch.zeros(()) if bars[name] is None else bars[name].cpu() for name in EXPECTED}


def work(chosen, device):
    """The loss and the gradient, and steps of descent; whether the numbers are those of Adjoint."""
    model = Model().to(device)
    data = {name: share(name, torch.tensor(VALUES[name])).to(device).requires_grad_() for name in DATA}
    run = DistributedDataParallel(model, find_unused_parameters=True) if PARAMETERS else model
    run = torch.compile(run) if chosen.compile else run
    loss = run(**data)
    if loss.requires_grad:
        loss.backward(torch.ones_like(loss))
    bars = found(model, data)
    agreed = True
    if dist.get_rank() == 0:
        agreed = report(loss.detach().cpu(), bars)
        print(f"Found by {dist.get_world_size()} processes.")
    descent = torch.optim.SGD(model.parameters(), chosen.rate) if PARAMETERS else None
    for number in range(chosen.steps if PARAMETERS else 0):
        descent.zero_grad()
        loss = run(**data)
        loss.backward(torch.ones_like(loss))
        descent.step()
        if dist.get_rank() == 0:
            print(f"step {number + 1}: the loss was {loss.detach().sum()}")
    return agreed


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--compile", action="store_true", help="through torch.compile")
    options.add_argument("--steps", type=int, default=0, help="steps of gradient descent")
    options.add_argument("--rate", type=float, default=0.01, help="how far a step goes")
    chosen = options.parse_args()
    agreed = work(chosen, join())
    gc.collect()  # what still holds the group would wait for it when Python ends
    dist.destroy_process_group()
    sys.exit(0 if agreed else 1)
'''


def parallel_pytorch_file(setting: Setting) -> str:
    """The text of the file."""
    data = numbers(setting)
    others = [
        *(
            "import argparse",
            "import gc",
            "import os",
            "import sys",
            "import torch",
            "import torch.distributed as dist",
        ),
        "from torch.nn.parallel import DistributedDataParallel",
    ]
    lines = [
        *head(setting, "PyTorch in many processes", [*split_words(setting, "processes"), *_WORDS]),
        "",
        *imports(setting, "pytorch", others),
        *routines(setting, "pytorch"),
        *data,
        *wrapped("DATA = (", [f'"{name}"' for name in setting.data], ",)" if len(setting.data) == 1 else ")"),
        *split_lines(setting),
        "",
        _MEETING,
        *module(setting)[1:],
    ]
    return file_text(lines, _MAIN)
