"""A file for PyTorch: the graph as a module, whose gradient autograd finds."""

from __future__ import annotations

from graph.sources.setting import Setting, body, file_text, head, imports, numbers, routines, wrapped

_WORDS = (
    "Model holds the parameters; calling it with the data gives the loss, backward() the gradient. Run this",
    "file to see them with the values of the document, with --compile through torch.compile.",
)

_MAIN = """
def main():
    model = Model()
    data = {name: torch.tensor(VALUES[name]).requires_grad_() for name in DATA}
    run = torch.compile(model) if "--compile" in sys.argv else model
    loss = run(**data)
    if loss.requires_grad:
        loss.backward(torch.ones_like(loss))
    leaves = {**dict(model.named_parameters()), **data}
    bars = {name: leaves[name].grad for name in EXPECTED}
    bars = {name: torch.zeros_like(leaves[name]) if bar is None else bar for name, bar in bars.items()}
    sys.exit(0 if report(loss.detach(), bars) else 1)
"""


def pytorch_file(setting: Setting) -> str:
    """The text of the file."""
    data = numbers(setting)
    lines = [
        *head(setting, "PyTorch", _WORDS),
        "",
        *imports(setting, "pytorch", ["import sys", "import torch"]),
        *routines(setting, "pytorch"),
        *data,
        *wrapped("DATA = (", [f'"{name}"' for name in setting.data], ",)" if len(setting.data) == 1 else ")"),
        *module(setting),
    ]
    return file_text(lines, _MAIN)


def module(setting: Setting) -> list[str]:
    """The class with the parameters and the forward pass."""
    p = setting.program
    made = [f'        self.{name} = torch.nn.Parameter(torch.tensor(VALUES["{name}"]))' for name in setting.parameters]
    read = [f"        {name} = self.{name}" for name in setting.parameters]
    leaf = p.leaves[0] if p.leaves else ""
    like = f'{{"dtype": {leaf}.dtype, "device": {leaf}.device}}' if leaf else '{"dtype": torch.float64}'
    return [
        "",
        "",
        "class Model(torch.nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *made,
        "",
        *wrapped("def forward(", ["self", *setting.data], "):", "    "),
        *read,
        *([f"        like = {like}"] if p.asks_like else []),
        *body(p.forward, "        "),
        f"        return {p.loss}",
    ]
