import { PANDAS_READ, pandasPairs, pythonHead, pythonNames } from './python-parts.ts'
import { pythonList, text } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

const FILENAME = 'starter_autogluon_tabular.py'
const NEEDS = 'pip install autogluon.tabular[all]'

function classification(plan: ClassificationPlan): string {
  const answer =
    plan.form === 'label'
      ? `predictions = pd.DataFrame({"id": test[${text(plan.id)}], "prediction": predictor.predict(test)})`
      : `CLASSES = ${pythonList(plan.classes)}
shares = predictor.predict_proba(test).reindex(columns=CLASSES, fill_value=0.0)
predictions = pd.concat([test[${text(plan.id)}].rename("id"), shares], axis=1)`
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
from pathlib import Path

import pandas as pd
from autogluon.tabular import TabularPredictor

${pythonNames(plan)}
FEATURES = NUMBERS + FLAGS + DAYS + TEXTS + CATEGORIES


${PANDAS_READ}


if __name__ == "__main__":
    train, test = read("train"), read("test")
    predictor = TabularPredictor(label=LABEL, path="autogluon-tabular")
    predictor.fit(train[FEATURES + [LABEL]], presets="medium_quality", time_limit=600)
    print(predictor.leaderboard())

${indented(answer)}
    predictions.to_csv("predictions.csv", index=False)
    print(f"wrote predictions.csv with {len(predictions)} rows")
`
}

function matching(plan: MatchingPlan): string {
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from autogluon.tabular import TabularPredictor

${pythonNames(plan)}


${PANDAS_READ}


${pandasPairs(plan)}


if __name__ == "__main__":
    train, test = read("train_pairs"), read("test_pairs")
    # the likenesses have names of their own, so this cannot be one of them
    target = "is a match"
    features = compare(train).assign(**{target: train[LABEL].astype(int).to_numpy()})
    predictor = TabularPredictor(label=target, problem_type="binary", eval_metric="f1", path="autogluon-tabular")
    predictor.fit(features, presets="medium_quality", time_limit=600)
    print(predictor.leaderboard())

    shares = predictor.predict_proba(compare(test))
    predictions = test[["id_left", "id_right"]].assign(score=shares[1].to_numpy())
    predictions.to_csv("predictions.csv", index=False)
    print(f"wrote predictions.csv with {len(predictions)} pairs")
`
}

/** Lines inside a block of Python. */
export function indented(lines: string): string {
  return lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}

/** AutoGluon's TabularPredictor: many models of tables, tuned and stacked. */
export function writeAutogluonTabular(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
