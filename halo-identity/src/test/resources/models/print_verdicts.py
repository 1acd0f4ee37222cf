"""Prints the graphs that the published model makes of its seeds, and its verdict on each, one graph a line.

Arguments: the model's folder, the first seed, how many. After the line of a seed's graph come lines for the same graph
with what a removed member and its puppets say from an old view.
"""

import random
import sys

folder, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
sys.argv = ["model", "0"]
import authority_model as model  # noqa: E402  runs its own loop over no seed


def numbers(values):
    return ",".join(str(value) for value in sorted(values))


def none(value):
    return -1 if value is None else value


def show(label, ops):
    members, valid, accepted = model.evaluate(ops)[:3]
    said = ";".join(
        f"{o.id} {o.a} {o.seq} {numbers(o.par)} {o.kind} {none(o.x)} {none(o.auth)} {none(o.cut)}"
        for o in sorted(ops.values(), key=lambda op: op.id)
    )
    print("|".join([label, said, numbers(members), numbers(valid), numbers(accepted)]))


def storm(seed, sim, full, pasts, removal, people):
    """The removed member goes on from what it knew without the removal, and admits puppets that do the same."""
    target = full[removal].x
    stale = {i for i in sim.know[target] if i != removal and removal not in pasts[i]}
    stale |= {i for i in full if full[i].a == target and removal not in pasts[i]}
    for each in list(stale):
        stale |= pasts[each]
    if removal in stale:
        return
    later = model.Sim(people + 6, random.Random(seed * 7 + 1))
    later.ops, later.next, later.seq = dict(full), max(full) + 1, dict(sim.seq)
    later.know = [set(known) for known in sim.know] + [set() for _ in range(6)]
    view, puppets = set(stale), [target]
    for _ in range(14):
        actor = later.rng.choice(puppets)
        later.know[actor] = set(view)
        said = later.act(actor, k=later.know[actor])
        if said is not None:
            view |= later.know[actor]
            op = later.ops[said]
            if op.kind == "ADMIT" and op.x not in puppets and op.x >= people:
                puppets.append(op.x)
    show(f"{seed} storm {removal}", later.ops)


for seed in range(first, first + count):
    rng = random.Random(seed)
    people = 7
    sim = model.Sim(people, rng)
    for _ in range(rng.randint(40, 90)):
        one, other = rng.randrange(people), rng.randrange(people)
        if rng.random() < 0.5:
            sim.gossip(one, other)
        else:
            sim.act(one)
    full = dict(sim.ops)
    show(str(seed), full)
    pasts = model.past(full)
    for removal in sorted(model.evaluate(full)[2]):
        storm(seed, sim, full, pasts, removal, people)
