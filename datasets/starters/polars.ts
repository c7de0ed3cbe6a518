import { pythonHead, pythonNames } from './python-parts.ts'
import { pythonList, text } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

const FILENAME = 'starter_polars.py'
const NEEDS = 'pip install polars numpy scipy scikit-learn'

/** Numbers of any kind as doubles: days count as physical integers, gaps as the middle. */
const NUMBER_MATRIX = `def as_numbers(frame):
    """Numbers, flags and days as doubles; NaN counts as missing."""
    columns = [pl.col(name).cast(pl.Float64) for name in NUMBERS + FLAGS]
    columns += [pl.col(name).to_physical().cast(pl.Float64) for name in DAYS]
    return frame.select(columns).fill_nan(None)`

function classification(plan: ClassificationPlan): string {
  const answer =
    plan.form === 'label'
      ? `predictions = pl.DataFrame({"id": test[${text(plan.id)}], "prediction": model.predict(matrix(test)).tolist()})`
      : `CLASSES = ${pythonList(plan.classes)}
known = dict(zip(model.classes_, model.predict_proba(matrix(test)).T))
shares = {name: known.get(name, np.zeros(test.height)) for name in CLASSES}
predictions = pl.DataFrame({"id": test[${text(plan.id)}], **shares})`
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

${pythonNames(plan)}
train = pl.read_parquet(DATA / "train.parquet")
test = pl.read_parquet(DATA / "test.parquet")


${NUMBER_MATRIX}


def as_words(frame):
    """One text a row: the words of texts, and each category as a word of its own."""
    parts = [pl.lit("row")] + [pl.col(name).fill_null("") for name in TEXTS]
    for name in CATEGORIES:
        value = pl.col(name).cast(pl.String).fill_null("").str.replace_all(r"\\s+", "_")
        parts.append(pl.concat_str([pl.lit(name.replace(" ", "_") + "="), value]))
    return frame.select(pl.concat_str(parts, separator=" ").alias("words"))["words"].to_list()


vectorizer = TfidfVectorizer(token_pattern=r"\\S+", sublinear_tf=True).fit(as_words(train))
middle = as_numbers(train).mean().fill_null(0.0)
spread = as_numbers(train).std().fill_null(1.0)


def matrix(frame):
    columns = [
        (as_numbers(frame)[name].fill_null(middle[name][0]) - middle[name][0]) / (spread[name][0] or 1.0)
        for name in middle.columns
    ]
    numbers = np.column_stack([column.to_numpy() for column in columns]) if columns else np.zeros((frame.height, 0))
    return hstack([csr_matrix(numbers), vectorizer.transform(as_words(frame))]).tocsr()


held_out = np.arange(train.height) % 5 == 0
rows, labels = matrix(train), train[LABEL].to_numpy()
model = LogisticRegression(max_iter=1000).fit(rows[~held_out], labels[~held_out])
print("accuracy on held-out training rows:", round(model.score(rows[held_out], labels[held_out]), 4))

model.fit(rows, labels)
${answer}
predictions.write_csv("predictions.csv")
print(f"wrote predictions.csv with {predictions.height} rows")
`
}

function matching(plan: MatchingPlan): string {
  const { left, right } = plan
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

${pythonNames(plan)}
LEFT_WORDS = ${pythonList(plan.leftWords)}
RIGHT_WORDS = ${pythonList(plan.rightWords)}


${NUMBER_MATRIX}


def side(table, key, end, words):
    """The records under the names that they have in a pair."""
    records = pl.read_parquet(DATA / f"{table}.parquet")
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in words] or [pl.lit("")]
    compared = [pl.col(name).cast(pl.String).fill_null("") for name in TEXTS + CATEGORIES]
    whole = pl.concat_str(texts, separator=" ").alias("all words")
    kept = records.select([pl.col(key).alias(f"id_{end}"), whole, *compared])
    return kept.hstack(as_numbers(records)).rename(
        {name: f"{end} {name}" for name in [*kept.columns[1:], *NUMBERS, *FLAGS, *DAYS]}
    )


left = side(${text(left.table)}, ${text(left.id)}, "left", LEFT_WORDS)
right = side(${text(right.table)}, ${text(right.id)}, "right", RIGHT_WORDS)


def overlap(name):
    """Shared words of both sides, between 0 and 1."""
    a, b = (pl.col(f"{end} {name}").str.to_lowercase().str.split(" ") for end in ("left", "right"))
    return a.list.set_intersection(b).list.len() / a.list.set_union(b).list.len().clip(lower_bound=1)


def compare(pairs):
    both = pairs.join(left, on="id_left", how="left", maintain_order="left")
    both = both.join(right, on="id_right", how="left", maintain_order="left")
    near = [
        (pl.col(f"left {name}") - pl.col(f"right {name}")).abs().fill_null(0.0).alias(f"difference of {name}")
        for name in NUMBERS + FLAGS + DAYS
    ]
    alike = [overlap(name).alias(f"overlap of {name}") for name in TEXTS + CATEGORIES + ["all words"]]
    return both.select(near + alike).to_numpy()


train = pl.read_parquet(DATA / "train_pairs.parquet")
test = pl.read_parquet(DATA / "test_pairs.parquet")
scaler = StandardScaler().fit(compare(train))
rows, labels = scaler.transform(compare(train)), train[LABEL].cast(pl.Int64).to_numpy()
held_out = np.arange(train.height) % 5 == 0
model = LogisticRegression(max_iter=1000).fit(rows[~held_out], labels[~held_out])
print("F1 on held-out training pairs:", round(f1_score(labels[held_out], model.predict(rows[held_out])), 4))

model.fit(rows, labels)
score = model.predict_proba(scaler.transform(compare(test)))[:, 1]
predictions = test.select("id_left", "id_right").with_columns(pl.Series("score", score))
predictions.write_csv("predictions.csv")
print(f"wrote predictions.csv with {predictions.height} pairs")
`
}

/** The Parquet files with polars, and a linear model of scikit-learn on top. */
export function writePolars(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
