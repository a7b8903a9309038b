"""What a user asks of a partner plan."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wish:
    """The options of a plan; vendors by slug, needs and packages by id."""

    packages: tuple = ()  # none: all of the program
    phases: tuple[str, ...] = ()  # none: all with needs
    cap: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_name: str = ""  # one more, as a person writes it
    exclude_name: str = ""
    apart: bool = False  # no vendor works as a CDMO and as a CRO
    by_site: bool = False  # a change of site is a hand-off
    double: tuple[int, ...] = field(default=())  # needs that want two sources

    @classmethod
    def of_json(cls, record: dict) -> "Wish":
        """Read the options that a kept plan was made with."""
        known = {name: record[name] for name in cls.__dataclass_fields__ if name in record}
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in known.items()
            }
        )

    def as_json(self) -> dict:
        return {
            "packages": [str(pk) for pk in self.packages],
            "phases": list(self.phases),
            "cap": self.cap,
            "include": list(self.include),
            "exclude": list(self.exclude),
            "apart": self.apart,
            "by_site": self.by_site,
            "double": list(self.double),
        }
