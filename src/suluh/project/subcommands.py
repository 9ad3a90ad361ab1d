"""What `suluh` can do: one table, read without importing anything else."""

from dataclasses import dataclass, field
from typing import Any, Final

Argument = tuple[tuple[str, ...], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One thing the command can do, and where it is done."""

    text: str
    target: str
    arguments: tuple[Argument, ...] = field(default=())
    needs_django: bool = True


def arg(*names: str, **options: Any) -> Argument:
    """Return one argument in argparse's words."""
    return names, options


FILE: Final = arg("file", help="the file to read")
DRY: Final = arg("--dry-run", action="store_true", help="check every line, write nothing")
AS: Final = arg("--as", dest="email", required=True, help="address of the person who does it")
BY: Final = arg("--as", dest="email", default="", help="who does it, if not the only administrator")
JSON: Final = arg("--json", action="store_true", help="print one JSON object")
ROOT_KEY: Final = arg(
    "--root-key", required=True, help="file of the private root key; keep it offline"
)

GROUPS: Final[dict[str, tuple[str, Subcommand | dict[str, Subcommand]]]] = {
    "demo": (
        "run an invented institution on this machine",
        Subcommand(
            "run an invented institution on this machine",
            "suluh.project.demo.command:run",
            (
                arg("what", nargs="?", choices=["code"], help="code: show a second factor"),
                arg("name", nargs="?", help="whose second factor"),
            ),
            needs_django=False,
        ),
    ),
    "up": (
        "run the office, the public site and the worker",
        Subcommand(
            "run the office, the public site and the worker",
            "suluh.project.serve:up",
            needs_django=False,
        ),
    ),
    "work": (
        "run the scheduler and sender alone",
        Subcommand("run the scheduler and sender alone", "suluh.project.loop:command"),
    ),
    "migrate": (
        "bring the database to this version",
        Subcommand("bring the database to this version", "suluh.project.start:migrate"),
    ),
    "init": (
        "set up a house of one's own",
        Subcommand(
            "set up a house of one's own",
            "suluh.project.house.init:command",
            (arg("file", nargs="?", help="YAML with the answers; without it, it asks"),),
        ),
    ),
    "import": (
        "read units, people, a regulation or a story from a file",
        {
            "units": Subcommand(
                "units from CSV, XLSX or YAML", "suluh.project.house.imports:units", (FILE, DRY, BY)
            ),
            "people": Subcommand(
                "people, posts and roles from CSV, XLSX or YAML",
                "suluh.project.house.imports:people",
                (FILE, DRY, BY),
            ),
            "substitutes": Subcommand(
                "who stands in for which post, from CSV, XLSX or YAML",
                "suluh.project.house.imports:substitutes",
                (FILE, DRY, BY),
            ),
            "regulation": Subcommand(
                "a PR regulation from YAML",
                "suluh.project.house.imports:regulation",
                (
                    FILE,
                    DRY,
                    BY,
                    arg("--in-force", action="store_true", help="let it hold from now on"),
                    arg(
                        "--accept-gaps", action="store_true", help="although chains are impossible"
                    ),
                ),
            ),
            "story": Subcommand(
                "a story from .txt .docx .odt .html .eml",
                "suluh.project.stories:import_story",
                (FILE, AS, arg("--unit", required=True, help="code of the unit"), JSON),
            ),
        },
    ),
    "substitute": (
        "who stands in for a post (Plt., Plh.)",
        {
            "add": Subcommand(
                "let somebody stand in for a post",
                "suluh.project.house.substitutes:add",
                (
                    arg("post", help="code of the post"),
                    arg("person", help="address of who stands in"),
                    arg("--kind", required=True, choices=["plt", "plh"]),
                    arg("--from", dest="begins", required=True, metavar="DATE"),
                    arg(
                        "--until",
                        dest="ends",
                        required=True,
                        metavar="DATE",
                        help="the first day on which they no longer do",
                    ),
                    arg("--decree", default=""),
                    AS,
                ),
            ),
            "end": Subcommand(
                "end it early",
                "suluh.project.house.substitutes:end",
                (
                    arg("post", help="code of the post"),
                    arg("person", help="address of who stands in"),
                    arg("--day", default="", help="first day without it; left out: now"),
                    AS,
                ),
            ),
            "list": Subcommand(
                "who stands in now and later",
                "suluh.project.house.substitutes:listed",
                (arg("--all", action="store_true", help="who stood in earlier, too"),),
            ),
        },
    ),
    "story": (
        "look at a story",
        {
            "show": Subcommand(
                "state, chain, sign-offs, digests, Editions and deliveries of a story",
                "suluh.project.stories:show",
                (arg("content_id", help="content id or number"), JSON),
            ),
        },
    ),
    "regulation": (
        "check and explain a PR regulation",
        {
            "check": Subcommand(
                "FILE:LINE: reason for everything that is wrong",
                "suluh.project.regulations:check",
                (
                    FILE,
                    arg("--alone", action="store_true", help="the file alone, without the house"),
                    arg("--parent", default="", help="of a supplement: its regulation's file"),
                ),
                needs_django=False,
            ),
            "explain": Subcommand(
                "who must sign a text, and why",
                "suluh.project.regulations:explain",
                (
                    arg("--unit", required=True),
                    arg("--kind", required=True),
                    arg("--sensitivity", default="ordinary"),
                    arg("--locales", default="id", help="comma-separated"),
                    arg("--channels", help="comma-separated; left out: those it goes through"),
                    JSON,
                ),
            ),
        },
    ),
    "keys": (
        "official keys",
        {
            "init": Subcommand(
                "make the root and the first signing key",
                "suluh.project.keys:init",
                (ROOT_KEY, arg("--institution", required=True, help="short code, LAPN")),
            ),
            "certify": Subcommand(
                "certify a public key made elsewhere",
                "suluh.project.keys:certify",
                (ROOT_KEY, arg("public_key", help="base64url of 32 bytes")),
            ),
            "rotate": Subcommand(
                "make a new signing key", "suluh.project.keys:rotate", (ROOT_KEY,)
            ),
            "revoke": Subcommand(
                "revoke a signing key",
                "suluh.project.keys:revoke",
                (
                    ROOT_KEY,
                    arg("kid", help="name of the key"),
                    arg("--reason", required=True),
                    arg("--lost", action="store_true", help="nothing it signed can be trusted"),
                    arg(
                        "--good-until",
                        default="",
                        metavar="EPOCH.NUMBER",
                        help="the last Edition that was still ours; later ones are a thief's",
                    ),
                ),
            ),
            "show": Subcommand(
                "the root's fingerprint and the keys", "suluh.project.keys:show", (JSON,)
            ),
        },
    ),
    "ledger": (
        "the ledger of Editions",
        {
            "verify": Subcommand(
                "re-derive chain, signatures, sign-offs and rule versions",
                "suluh.project.ledgers:verify",
                (
                    arg(
                        "--head",
                        action="append",
                        default=[],
                        metavar="FILE",
                        help="a signed head that was kept outside; may be given more than once",
                    ),
                    JSON,
                ),
            ),
            "export": Subcommand(
                "one file with which anybody can check an Edition",
                "suluh.project.ledgers:export",
                (
                    arg("content_id"),
                    arg("--locale", default="id"),
                    arg("--version", type=int, default=0, help="0: the newest"),
                    arg("--out", default="-", help="file; - for standard output"),
                ),
            ),
            "head": Subcommand(
                "a signed head: which version of everything is the newest",
                "suluh.project.ledgers:head",
                (arg("--out", default="-", help="file; - for standard output"),),
            ),
        },
    ),
    "audit": (
        "the audit chain",
        {
            "verify": Subcommand(
                "re-derive the chain and compare it with checkpoints kept outside",
                "suluh.project.audits:verify",
                (arg("--checkpoints", default="", help="folder with the checkpoints"), JSON),
            ),
        },
    ),
    "bake": (
        "render the public site",
        Subcommand(
            "render the public site",
            "suluh.project.site:bake",
            (
                arg("--check", action="store_true", help="twice, with other hash seeds; compare"),
                arg("--into", default="", help="another folder"),
            ),
        ),
    ),
    "routes": (
        "list every address and what it asks",
        Subcommand(
            "list every address and what it asks of whoever calls it",
            "suluh.project.addresses:command",
            (JSON,),
        ),
    ),
    "calendar": (
        "working calendars: propose from public holidays, publish",
        {
            "propose": Subcommand(
                "propose a calendar for a year",
                "suluh.project.house.calendars:propose",
                (
                    arg(
                        "year",
                        type=int,
                        nargs="?",
                        default=0,
                        help="left out: this year, or the first one not decided yet",
                    ),
                    arg("--unit", default="", help="whose; without it, the house's own"),
                    arg("--zone", default="", help="time zone; without it, the unit's"),
                    arg(
                        "--hours",
                        action="append",
                        default=[],
                        metavar="DAYS=HOURS",
                        help="mon-thu=07:30-12:00,13:00-16:00, or sat=closed; may be repeated",
                    ),
                    AS,
                ),
            ),
            "publish": Subcommand(
                "publish the newest proposal; it never changes afterwards",
                "suluh.project.house.calendars:publish",
                (
                    arg("code", help="code of the calendar"),
                    arg("--accept-estimates", action="store_true", help="although nobody looked"),
                    AS,
                ),
            ),
        },
    ),
    "backup": (
        "keep the whole house in a folder, while it is used",
        Subcommand(
            "keep the whole house in a folder, while it is used",
            "suluh.project.house.backup:command",
            (
                arg("folder", help="folder of the backups; each run adds a generation"),
                arg("--with-keys", action="store_true", help="private keys too, sealed"),
                JSON,
            ),
        ),
    ),
    "restore": (
        "put a backup into an empty SULUH_HOME; it starts paused",
        Subcommand(
            "put a backup into an empty SULUH_HOME; it starts paused",
            "suluh.project.house.restore:command",
            (
                arg("folder", help="folder of the backups"),
                arg("--generation", default="", help="name; without it, the newest"),
                arg("--without-keys", action="store_true", help="leave sealed keys sealed"),
                JSON,
            ),
            needs_django=False,
        ),
    ),
    "reconcile": (
        "take in what was published after the backup",
        Subcommand(
            "take in what was published after the backup",
            "suluh.project.house.reconcile:command",
            (
                arg("--public", default="", help="the public folder of the lost house"),
                arg("--exports", nargs="*", default=[], help="folders or files with exports"),
                JSON,
            ),
        ),
    ),
    "release": (
        "let a restored house publish and send again",
        Subcommand(
            "let a restored house publish and send again",
            "suluh.project.house.reconcile:release",
            (AS,),
        ),
    ),
    "doctor": (
        "check this house, one line per check",
        Subcommand("check this house", "suluh.project.house.doctor:command", (JSON,)),
    ),
    "prove": (
        "run a proof (in a checkout)",
        Subcommand(
            "run a proof (in a checkout)",
            "suluh.project.checkout:prove",
            needs_django=False,
        ),
    ),
    "bench": (
        "run a bench (in a checkout)",
        Subcommand(
            "run a bench (in a checkout)", "suluh.project.checkout:bench", needs_django=False
        ),
    ),
}
