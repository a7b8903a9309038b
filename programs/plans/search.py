"""One search for the best plan: the fewest partners, then the fewest hand-offs, then the score."""

from dataclasses import replace

import numpy as np

from programs.plans import bits, reduce, streams
from programs.plans.cover import Cover, OutOfWorkError, Work
from programs.plans.pool import Pool
from programs.plans.score import Exchange
from programs.plans.streams import HAND_OFF, Stream, Team
from programs.plans.types import Candidate, Plan, Proof, Staffing, Task

FEW = 400  # vendors of which every choice may be looked at, to prove the score
LOOKS_PER_STREAM = 500  # what sharing one workstream costs, in looks at a candidate


class Search:
    """Some needs, and the candidates, the first of which must take part."""

    def __init__(
        self,
        tasks: dict[int, Task],
        pool: Pool,
        needed: int,
        forced: int,
        cap: int | None,
        work: int,
    ):
        """
        :param needed: the needs that somebody meets
        :param forced: how many of the candidates must take part
        :param work: what each stage may spend
        """
        self.tasks = tasks
        self.pool = pool
        self.needed = needed
        self.forced = forced
        self.cap = cap
        self.work = work
        self.double = bits.of(no for no, task in tasks.items() if task.sources > 1) & needed
        self.ways = streams.streams(list(tasks.values()))
        self.lost = 0  # the weight that the cap leaves uncovered
        self.floor = 0  # so many hand-offs every plan has
        self.proof = Proof()
        self.prices: dict[tuple, int] = {}
        self.counts: dict[tuple, int] = {}
        self.cover = self._cover(self._undominated())

    def best(self) -> Plan:
        """Return the best plan within the cap."""
        choice = self._fewest(self.cap or 2 * len(self.tasks))
        partners = self._fewest_handoffs([self.cover.candidates[place] for place in choice])
        covered, doubled = self._covered(partners)
        exchange = self._exchange(covered, doubled)
        partners = exchange.run(partners, self.forced, Work(self.work))
        partners, is_proved = self._all_choices(partners)
        shared = self._staffing(partners)
        proof = replace(
            self.proof,
            handoffs=shared.is_exact and (self.proof.handoffs or not shared.handoffs),
            score=shared.is_exact and is_proved,
        )
        return self._plan(shared, proof)

    def one_more(self, plan: Plan) -> Plan | None:
        """Return the best plan with one partner more, None where none was found that is better."""
        count = len(plan.staffing.partners) + 1
        if self.lost:
            wider = Search(self.tasks, self.pool, self.needed, self.forced, count, self.work)
            found = wider.best()
            return found if wider.lost < self.lost else None
        self.proof = Proof(partners=plan.proof.partners, score=False)
        self.floor = self._least_handoffs()
        work = Work(self.work)
        before = list(plan.staffing.partners)
        found = self._exchange(self.needed, self.double).added(before, work) or before
        if plan.staffing.handoffs:
            found = self._fewest_handoffs(found, count, extras=True)
        if len(found) == count:
            found = self._exchange(self.needed, self.double).run(found, self.forced, work)
        shared = self._staffing(found)
        is_better = self._cost(shared) < self._cost(plan.staffing)
        if len(found) < count or not is_better or _idle(shared):
            return None
        handoffs = shared.is_exact and (self.proof.handoffs or not shared.handoffs)
        return self._plan(shared, replace(self.proof, handoffs=handoffs))

    def _plan(self, shared: Staffing, proof: Proof) -> Plan:
        covered, doubled = self._covered(shared.partners)
        if not (proof.score or self.lost) and shared.points == 2 * self.pool.most(covered):
            proof = replace(proof, score=True)  # nobody at all could bring more
        return Plan(
            staffing=shared,
            uncovered=tuple(bits.each(self.needed & ~covered)),
            single=tuple(bits.each(self.double & covered & ~doubled)),
            proof=proof,
        )

    def _exchange(self, covered: int, doubled: int) -> Exchange:
        return Exchange(self.pool, covered, doubled, self._price, HAND_OFF * self.floor)

    def _undominated(self) -> list[Candidate]:
        """Return the included, and of the others those that nobody replaces."""
        first = [self.pool[place] for place in range(self.forced)]
        rest = self.pool.take(np.arange(self.forced, len(self.pool))) if first else self.pool
        most = 0
        if self.double:
            most = len(self._cover(list(self.pool)).greedy(2 * len(self.tasks))) + 2
        return [*first, *reduce.undominated(rest, double=self.double, most=most)]

    def _cover(self, candidates: list[Candidate]) -> Cover:
        forced = tuple(range(self.forced))
        return Cover(list(self.tasks.values()), candidates, self.needed, forced)

    def _fewest(self, most: int) -> list[int]:
        """Return a choice that covers the most weight, and of those one of the fewest partners."""
        try:
            count = self.cover.smallest(most, Work(self.work))
            if count is not None:
                return next(self.cover.choices(count, Work(10 * self.work)))
        except OutOfWorkError:
            choice = self._shrunk(self.cover.greedy(most))
            if not self.cover.lost(choice):
                self.proof = replace(self.proof, partners=False)
                return choice
        return self._under_cap(most)

    def _shrunk(self, choice: list[int]) -> list[int]:
        """Look for a cover with one partner less, again and again; each new one starts afresh."""
        try:
            while not self.cover.lost(choice):
                work = Work(self.work // 4)
                found = next(self.cover.choices(len(choice) - 1, work), None)
                if found is None:
                    break
                choice = found
        except OutOfWorkError:
            pass
        return choice

    def _under_cap(self, most: int) -> list[int]:
        """Return a choice that leaves least uncovered, with no more partners than that takes."""
        choice, is_proved = self.cover.least_lost(most, Work(self.work))
        self.lost = self.cover.slack = self.cover.lost(choice)
        self.proof = replace(self.proof, coverage=is_proved)
        try:
            work = Work(self.work)
            while found := next(self.cover.choices(len(choice) - 1, work), None):
                choice = found
        except OutOfWorkError:
            self.proof = replace(self.proof, partners=False)
        return choice

    def _fewest_handoffs(
        self, best: list[Candidate], most: int | None = None, *, extras=False
    ) -> list[Candidate]:
        """Look at every choice of so many partners, until none can be better than what is found."""
        self.floor = floor = self._least_handoffs()
        work = Work(self.work)
        fewest = self._handoffs(best)
        if fewest <= floor:
            return best
        try:
            for choice in self.cover.choices(most or len(best), work, extras=extras):
                partners = [self.cover.candidates[place] for place in choice]
                count = self._handoffs(partners, work)
                if count < fewest:
                    fewest, best = count, partners
                    if fewest <= floor:
                        break
        except OutOfWorkError:
            self.proof = replace(self.proof, handoffs=False)
        else:
            self.floor = 0 if self.lost else fewest
        return best

    def _least_handoffs(self) -> int:
        """Return a number of hand-offs that no plan goes below; who is replaced changes nothing."""
        if self.lost:
            return 0
        able = self.cover.candidates
        return streams.least_handoffs(self.ways, able, self.needed, self.double)

    def _all_choices(self, partners: list[Candidate]) -> tuple[list[Candidate], bool]:
        """Look at every choice of all vendors, not only of those that nobody replaces."""
        if len(self.pool) > FEW or not self.proof.partners or not self.proof.coverage:
            return partners, False
        cover = self._cover(list(self.pool))
        cover.slack = self.lost
        price, work = self._price(partners), Work(self.work // 4)
        try:
            for choice in cover.choices(len(partners), work):
                trial = [self.pool[place] for place in choice]
                found = self._price(trial, work)
                if found < price:
                    partners, price = trial, found
        except OutOfWorkError:
            return partners, False
        self.proof = replace(self.proof, handoffs=True)
        return partners, True

    def _covered(self, partners) -> tuple[int, int]:
        """Return the needs that partners meet, and the double needs that two of them meet."""
        once, twice = bits.twice(partner.mask for partner in partners)
        return once & self.needed, twice & self.double

    def _staffing(self, partners: list[Candidate]) -> Staffing:
        covered, _ = self._covered(partners)
        team = Team(self.tasks, partners, covered)
        shared, held = streams.staffing(team, self.ways), {}
        while idle := _idle(shared):
            place = idle[0]  # only who must be included can have nothing to do
            trials = [
                (no, streams.staffing(team, self.ways, {**held, no: place}))
                for no in bits.each(partners[place].mask & covered)
                if no not in held
            ]
            if not trials:
                break
            no, shared = min(
                trials, key=lambda trial: (place in _idle(trial[1]), self._cost(trial[1]))
            )
            held[no] = place
        # One idle partner is placed at best; of several, each after the other.
        return replace(shared, is_exact=False) if len(held) > 1 else shared

    def _cost(self, shared: Staffing) -> int:
        return HAND_OFF * len(shared.handoffs) - shared.points

    def _price(self, partners: list[Candidate], work: Work | None = None) -> int:
        """Return what partners cost: hand-offs first, then what they lack in points."""
        if self.forced:
            return self._cost(self._staffing(partners))
        return self._sum(partners, self.prices, _keys, work)

    def _handoffs(self, partners: list[Candidate], work: Work | None = None) -> int:
        if self.forced:
            if work:
                work.spend(LOOKS_PER_STREAM * len(self.ways))
            return len(self._staffing(partners).handoffs)
        return self._sum(partners, self.counts, _restricted, work)

    def _sum(self, partners, memo: dict, name, work: Work | None) -> int:
        """Add up the workstreams; equal work of one stream is shared once and remembered."""
        covered, _ = self._covered(partners)
        team, total = Team(self.tasks, partners, covered), 0
        for stream in self.ways:
            if memo is self.counts and not stream.moves:
                continue
            key = (stream.name, *name(partners, stream))
            if key not in memo:
                if work:
                    work.spend(LOOKS_PER_STREAM)
                price = team.staff(stream)[0]
                memo[key] = price if memo is self.prices else streams.handoff_count(price)
            total += memo[key]
        if work:
            work.spend(10 * len(self.ways))
        return total


def _keys(partners: list[Candidate], stream: Stream):
    """Name what the points of a stream depend on: its partners, in their order."""
    return (one.key for one in partners if one.mask & stream.mask)


def _restricted(partners: list[Candidate], stream: Stream):
    """Name what the hand-offs of a stream depend on: its partners' needs by site."""
    return sorted(
        tuple(unit & stream.mask for unit in one.units)
        for one in partners
        if one.mask & stream.mask
    )


def _idle(shared: Staffing) -> list[int]:
    busy = {place for places in shared.work.values() for place in places}
    return [place for place in range(len(shared.partners)) if place not in busy]
