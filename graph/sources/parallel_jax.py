"""A file for JAX in which the data are split over all devices, of one machine or of many."""

from __future__ import annotations

from graph.sources.for_numpy import seed
from graph.sources.setting import (
    Setting,
    file_text,
    forward_and_gradient,
    head,
    imports,
    numbers,
    routines,
    split_lines,
    split_words,
)

_WORDS = (
    "",
    "Run this file to see the loss and the gradient with the values of the document; with --steps N --rate r it then",
    "takes N steps of gradient descent. On a cluster run the same file in every process, with --distributed: JAX finds",
    "out about the others from Slurm or Open MPI, on a Cloud TPU by itself. To try it on one machine:",
    "XLA_FLAGS=--xla_force_host_platform_device_count=4 python this_file.py",
)

_MAIN = '''
def spread(values, mesh):
    """The arrays on the devices of the mesh: each has its part of what is split, and all of the rest."""

    def on_devices(name, value):
        axes = [None] * value.ndim
        if name in SPLIT:
            axes[SPLIT[name]] = "batch"
        sharding = NamedSharding(mesh, PartitionSpec(*axes))
        return jax.make_array_from_callback(value.shape, sharding, lambda index: value[index])

    return {name: on_devices(name, np.asarray(value)) for name, value in values.items()}


def mesh_of_devices():
    """All devices in a row, or, where the samples do not divide among them, as many as they do divide among."""
    devices = jax.devices()
    count = max(n for n in range(1, len(devices) + 1) if not SPLIT or SAMPLES % n == 0)
    if count < len(devices) and jax.process_count() > 1:
        sys.exit(f"{SAMPLES} samples do not divide among {len(devices)} devices")
    return Mesh(np.array(devices[:count]), ("batch",))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--distributed", action="store_true", help="this is one process of several")
    options.add_argument("--steps", type=int, default=0, help="steps of gradient descent")
    options.add_argument("--rate", type=float, default=0.01, help="how far a step goes")
    chosen = options.parse_args()
    if chosen.distributed:
        jax.distributed.initialize()
    mesh = mesh_of_devices()
    whole = NamedSharding(mesh, PartitionSpec())
    leaves = spread(VALUES, mesh)
    loss, bars = jax.jit(gradient, out_shardings=whole)(**leaves{seed})
    agreed = report(loss, bars)
    print(f"Found by {{mesh.size}} devices in {{jax.process_count()}} processes.")

    @jax.jit
    def step(leaves):
        loss, bars = gradient(**leaves{seed})
        moved = {{name: leaves[name] - chosen.rate * bars[name] for name in PARAMETERS}}
        return loss, {{**leaves, **moved}}

    for number in range(chosen.steps):
        loss, leaves = step(leaves)
        print(f"step {{number + 1}}: {loss}")
    sys.exit(0 if agreed else 1)
'''


def parallel_jax_file(setting: Setting) -> str:
    """The text of the file."""
    data = numbers(setting)
    loss = "the loss was {jnp.sum(loss)}"
    start = _MAIN.index("def main")
    main = _MAIN[:start] + _MAIN[start:].format(seed=seed(setting), loss=loss)
    others = [
        *("import argparse", "import sys", "import jax", "import jax.numpy as jnp"),
        "from jax.sharding import Mesh, NamedSharding, PartitionSpec",
    ]
    lines = [
        *head(setting, "JAX on many devices", [*split_words(setting, "devices"), *_WORDS]),
        "",
        *imports(setting, "jax", others),
        "",
        'jax.config.update("jax_enable_x64", True)',
        *routines(setting, "jax"),
        *forward_and_gradient(setting, "jnp"),
        *data,
        *split_lines(setting),
    ]
    return file_text(lines, main)
