"""The scoring script most challenges have: read both files, merge on the id, call scikit-learn.

Usage: usual.py WORKLOAD TRUTH PREDICTIONS
"""
import json
import sys

import pandas as pd
from sklearn import metrics as m


def labels(truth, predictions):
    merged = pd.read_csv(truth).merge(pd.read_csv(predictions), on="id", validate="one_to_one")
    y, p = merged["label"], merged["prediction"]
    return {
        "accuracy": m.accuracy_score(y, p),
        "balanced_accuracy": m.balanced_accuracy_score(y, p),
        "precision_macro": m.precision_score(y, p, average="macro"),
        "recall_macro": m.recall_score(y, p, average="macro"),
        "f1_macro": m.f1_score(y, p, average="macro"),
        "mcc": m.matthews_corrcoef(y, p),
    }


def probabilities(truth, predictions):
    merged = pd.read_csv(truth).merge(pd.read_csv(predictions), on="id", validate="one_to_one")
    classes = sorted(c for c in merged.columns if c not in ("id", "label"))
    y, p = merged["label"], merged[classes]
    best = p.idxmax(axis=1)
    return {
        "accuracy": m.accuracy_score(y, best),
        "f1_macro": m.f1_score(y, best, average="macro"),
        "log_loss": m.log_loss(y, p, labels=classes),
        "roc_auc_ovr_macro": m.roc_auc_score(y, p, multi_class="ovr", labels=classes),
    }


def pairs(truth, predictions):
    matches = pd.read_csv(truth)
    matches["match"] = 1
    total = len(matches)
    scored = pd.read_csv(predictions)
    if scored.duplicated(["id_left", "id_right"]).any():
        raise SystemExit("a pair is scored twice")
    merged = scored.merge(matches, on=["id_left", "id_right"], how="left")
    y, score = merged["match"].fillna(0).astype(int), merged["score"]
    accepted = score >= 0.5
    tp = int((accepted & (y == 1)).sum())
    precision, recall = tp / int(accepted.sum()), tp / total
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        "average_precision": m.average_precision_score(y, score) * y.sum() / total,
    }


WORKLOADS = {"W1": labels, "W2": probabilities, "W4": pairs, "W5": probabilities}
workload, truth_path, predictions_path = sys.argv[1:]
scores = WORKLOADS[workload](truth_path, predictions_path)
print(json.dumps({name: float(value) for name, value in scores.items()}))
