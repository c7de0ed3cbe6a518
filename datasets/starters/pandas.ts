import { PANDAS_READ, pandasPairs, pythonHead, pythonNames } from './python-parts.ts'
import { pythonList, text } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

const FILENAME = 'starter_pandas.py'

function parts({ features }: ClassificationPlan): string[] {
  const { numbers, flags, days, texts, categories } = features
  const lines: string[] = []
  if (numbers.length + flags.length + days.length > 0)
    lines.push('("numbers", make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS + FLAGS + DAYS)')
  if (categories.length > 0) lines.push('("categories", OneHotEncoder(handle_unknown="ignore"), CATEGORIES)')
  if (texts.length > 0)
    lines.push(
      '*((f"text {i}", TfidfVectorizer(token_pattern=r"\\S+", sublinear_tf=True), name) for i, name in enumerate(TEXTS))',
    )
  return lines
}

function model(plan: ClassificationPlan): string {
  const lines = parts(plan)
  if (lines.length === 0)
    return `# the release has only images: a model that reads them is in the AutoGluon starter
model = DummyClassifier(strategy="prior")`
  return `model = make_pipeline(
    ColumnTransformer([
${lines.map((line) => `        ${line},`).join('\n')}
    ]),
    LogisticRegression(max_iter=1000),
)`
}

function classification(plan: ClassificationPlan): string {
  const answer =
    plan.form === 'label'
      ? `predictions = pd.DataFrame({"id": test[${text(plan.id)}], "prediction": model.predict(test)})`
      : `CLASSES = ${pythonList(plan.classes)}
shares = pd.DataFrame(model.predict_proba(test), columns=model.classes_).reindex(columns=CLASSES, fill_value=0.0)
predictions = pd.concat([test[${text(plan.id)}].rename("id"), shares], axis=1)`
  return `${pythonHead(plan, FILENAME, 'pip install pandas scikit-learn')}
import sys
from pathlib import Path

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

${pythonNames(plan)}


${PANDAS_READ}


def prepared(frame):
    gaps = {name: "" for name in TEXTS + CATEGORIES}
    return frame.fillna(gaps) if gaps else frame


train, test = prepared(read("train")), prepared(read("test"))
${model(plan)}

fit, held_out = train_test_split(train, test_size=0.2, random_state=0)
print("accuracy on held-out training rows:", round(model.fit(fit, fit[LABEL]).score(held_out, held_out[LABEL]), 4))

model.fit(train, train[LABEL])
${answer}
predictions.to_csv("predictions.csv", index=False)
print(f"wrote predictions.csv with {len(predictions)} rows")
`
}

function matching(plan: MatchingPlan): string {
  return `${pythonHead(plan, FILENAME, 'pip install pandas scikit-learn')}
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

${pythonNames(plan)}


${PANDAS_READ}


${pandasPairs(plan)}


train, test = read("train_pairs"), read("test_pairs")
features, labels = compare(train), train[LABEL].astype(int)
model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(max_iter=1000))

fit, held_out, fit_labels, held_out_labels = train_test_split(features, labels, test_size=0.2, random_state=0)
guesses = model.fit(fit, fit_labels).predict(held_out)
print("F1 on held-out training pairs:", round(f1_score(held_out_labels, guesses), 4))

model.fit(features, labels)
predictions = test[["id_left", "id_right"]].assign(score=model.predict_proba(compare(test))[:, 1])
predictions.to_csv("predictions.csv", index=False)
print(f"wrote predictions.csv with {len(predictions)} pairs")
`
}

/** A linear model on words, categories and numbers, with pandas and scikit-learn. */
export function writePandas(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
