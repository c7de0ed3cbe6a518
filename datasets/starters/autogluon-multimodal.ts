import { indented } from './autogluon-tabular.ts'
import { PANDAS_READ, pythonHead, pythonNames } from './python-parts.ts'
import { pythonList, text } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

const FILENAME = 'starter_autogluon_multimodal.py'
const NEEDS = 'pip install autogluon.multimodal (a GPU makes it quick)'

/** Unpacks the images once, and turns cells into paths of files. */
function images(plan: StarterPlan): string {
  return `IMAGES = ${pythonList(plan.features.images)}
FEATURES = NUMBERS + FLAGS + DAYS + TEXTS + CATEGORIES + IMAGES


${PANDAS_READ}


def with_image_files(frame):
    """Cells of image columns become paths of files; the images are unpacked beside the tables."""
    if IMAGES and not (DATA / "images").exists():
        with zipfile.ZipFile(DATA / "images.zip") as archive:
            archive.extractall(DATA)

    def file_of(cell):
        return str((DATA / "images" / cell.removeprefix("images/")).resolve())

    for name in IMAGES:
        if name in frame:
            frame[name] = frame[name].map(file_of, na_action="ignore")
    return frame`
}

function classification(plan: ClassificationPlan): string {
  const answer =
    plan.form === 'label'
      ? `predictions = pd.DataFrame({"id": test[${text(plan.id)}], "prediction": predictor.predict(test[FEATURES])})`
      : `CLASSES = ${pythonList(plan.classes)}
shares = predictor.predict_proba(test[FEATURES], as_pandas=True).reindex(columns=CLASSES, fill_value=0.0)
predictions = pd.concat([test[${text(plan.id)}].rename("id"), shares], axis=1)`
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
import zipfile
from pathlib import Path

import pandas as pd
from autogluon.multimodal import MultiModalPredictor

${pythonNames(plan)}
${images(plan)}


if __name__ == "__main__":
    train, test = with_image_files(read("train")), with_image_files(read("test"))
    predictor = MultiModalPredictor(label=LABEL, path="autogluon-multimodal")
    predictor.fit(
        train_data=train[FEATURES + [LABEL]],
        column_types={name: "image_path" for name in IMAGES},
        time_limit=1800,
    )

${indented(answer)}
    predictions.to_csv("predictions.csv", index=False)
    print(f"wrote predictions.csv with {len(predictions)} rows")
`
}

function matching(plan: MatchingPlan): string {
  const { left, right } = plan
  return `${pythonHead(plan, FILENAME, NEEDS)}
import sys
import zipfile
from pathlib import Path

import pandas as pd
from autogluon.multimodal import MultiModalPredictor

${pythonNames(plan)}
${images(plan)}


def side_by_side(pairs, left, right):
    a = left.loc[pairs["id_left"], FEATURES].add_prefix("left ").reset_index(drop=True)
    b = right.loc[pairs["id_right"], FEATURES].add_prefix("right ").reset_index(drop=True)
    return pd.concat([a, b], axis=1)


if __name__ == "__main__":
    left = with_image_files(read(${text(left.table)})).set_index(${text(left.id)})
    right = with_image_files(read(${text(right.table)})).set_index(${text(right.id)})
    train, test = read("train_pairs"), read("test_pairs")
    target = "is a match"
    both = side_by_side(train, left, right).assign(**{target: train[LABEL].astype(int).to_numpy()})
    predictor = MultiModalPredictor(label=target, problem_type="binary", eval_metric="f1", path="autogluon-multimodal")
    predictor.fit(
        train_data=both,
        column_types={f"{side} {name}": "image_path" for side in ("left", "right") for name in IMAGES},
        time_limit=1800,
    )

    shares = predictor.predict_proba(side_by_side(test, left, right), as_pandas=False)
    predictions = test[["id_left", "id_right"]].assign(score=shares[:, 1])
    predictions.to_csv("predictions.csv", index=False)
    print(f"wrote predictions.csv with {len(predictions)} pairs")
`
}

/** AutoGluon's MultiModalPredictor: one network over text, images, categories and numbers. */
export function writeAutogluonMultimodal(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
