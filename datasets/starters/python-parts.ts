/** Pieces that the Python starters share. */
import { pythonList, remark, text } from './quote.ts'
import type { MatchingPlan, StarterPlan } from './starter-plan.ts'

/** The first lines: what it does, what it needs, how to run it. */
export function pythonHead(plan: StarterPlan, filename: string, needs: string): string {
  return `"""${remark(plan.title)}: predict ${remark(plan.label)}.

Needs: ${needs}
Run it in the unpacked release, or name its folder: python ${filename} FOLDER
It writes predictions.csv, which can be submitted as it is.
"""`.replaceAll('\\', '\\\\')
}

/** Where the release lies, and which columns there are. */
export function pythonNames(plan: StarterPlan): string {
  const { numbers, flags, days, texts, categories } = plan.features
  return `DATA = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
LABEL = ${text(plan.label)}
NUMBERS = ${pythonList(numbers)}
FLAGS = ${pythonList(flags)}
DAYS = ${pythonList(days)}
TEXTS = ${pythonList(texts)}
CATEGORIES = ${pythonList(categories)}`
}

/** `read(table)`: a table of the release as a pandas frame. CSV, because pandas reads Parquet only with pyarrow. */
export const PANDAS_READ = `def read(table):
    # everything as text first: ids keep their zeros, and only an empty cell is missing ("NA" is a word)
    frame = pd.read_csv(DATA / f"{table}.csv", dtype=str, keep_default_na=False, na_values=[""])
    for column in frame.columns:
        if column in NUMBERS:
            frame[column] = pd.to_numeric(frame[column])
        elif column in FLAGS:
            frame[column] = frame[column].map({"true": 1.0, "false": 0.0})
        elif column in DAYS:
            when = pd.to_datetime(frame[column], utc=True, errors="coerce")
            frame[column] = (when - pd.Timestamp(0, tz="UTC")).dt.total_seconds() / 86400
    return frame`

/** The records of both sides, and `compare(pairs)`: a row of likenesses for each pair. */
export function pandasPairs(plan: MatchingPlan): string {
  const { left, right } = plan
  return `LEFT_WORDS = ${pythonList(plan.leftWords)}
RIGHT_WORDS = ${pythonList(plan.rightWords)}
left = read(${text(left.table)}).set_index(${text(left.id)})
right = read(${text(right.table)}).set_index(${text(right.id)})


def overlap(a, b):
    """Shared words of two texts, between 0 and 1."""
    a, b = set(str(a).lower().split()), set(str(b).lower().split())
    return len(a & b) / max(len(a | b), 1)


def compare(pairs):
    a, b = left.loc[pairs["id_left"]], right.loc[pairs["id_right"]]
    columns = {}
    for name in NUMBERS + FLAGS + DAYS:
        columns[f"difference of {name}"] = np.abs(a[name].to_numpy() - b[name].to_numpy())
    for name in TEXTS + CATEGORIES:
        columns[f"overlap of {name}"] = [overlap(x, y) for x, y in zip(a[name].fillna(""), b[name].fillna(""))]
    whole_a = a[LEFT_WORDS].fillna("").agg(" ".join, axis=1) if LEFT_WORDS else [""] * len(a)
    whole_b = b[RIGHT_WORDS].fillna("").agg(" ".join, axis=1) if RIGHT_WORDS else [""] * len(b)
    columns["overlap of all words"] = [overlap(x, y) for x, y in zip(whole_a, whole_b)]
    return pd.DataFrame(columns)`
}
