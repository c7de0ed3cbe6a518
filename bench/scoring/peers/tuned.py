"""What a careful pandas user writes: typed columns, codes instead of strings, one confusion matrix, numpy throughout.

Usage: tuned.py WORKLOAD TRUTH PREDICTIONS
"""
import json
import sys

import numpy as np
import pandas as pd
from sklearn import metrics as m


def from_confusion(y, p, k):
    table = np.bincount(y * k + p, minlength=k * k).reshape(k, k).astype(float)
    tp, true, predicted, n = np.diag(table), table.sum(axis=1), table.sum(axis=0), table.sum()
    recall = tp[true > 0] / true[true > 0]
    precision = np.divide(tp, predicted, out=np.zeros(k), where=predicted > 0)
    f1 = np.divide(2 * tp, true + predicted, out=np.zeros(k), where=true + predicted > 0)
    product = tp.sum() * n - true @ predicted
    return {
        "accuracy": tp.sum() / n,
        "balanced_accuracy": recall.mean(),
        "precision_macro": precision.mean(),
        "recall_macro": recall.mean(),
        "f1_macro": f1.mean(),
        "mcc": product / np.sqrt((n * n - true @ true) * (n * n - predicted @ predicted)),
    }


def aligned(truth_ids, ids):
    index = pd.Index(ids)
    if not index.is_unique:
        raise SystemExit("an id is predicted twice")
    at = index.get_indexer(truth_ids)
    if len(ids) != len(truth_ids) or (at < 0).any():
        raise SystemExit("ids are missing")
    return at


def read_truth(path):
    truth = pd.read_csv(path, dtype={"id": str, "label": "category"})
    return truth["id"], truth["label"].cat


def labels(truth, predictions):
    ids, y = read_truth(truth)
    file = pd.read_csv(predictions, dtype={"id": str, "prediction": "category"})
    p = file["prediction"].cat.set_categories(y.categories).cat.codes.to_numpy()
    p = p[aligned(ids, file["id"])].astype(np.int64)
    return from_confusion(y.codes.to_numpy().astype(np.int64), p, len(y.categories))


def probabilities(truth, predictions):
    ids, y = read_truth(truth)
    classes = list(y.categories)
    file = pd.read_csv(predictions, dtype={"id": str, **{c: np.float64 for c in classes}})
    p = file[classes].to_numpy()[aligned(ids, file["id"])]
    codes = y.codes.to_numpy().astype(np.int64)
    table = from_confusion(codes, p.argmax(axis=1), len(classes))
    chosen = p[np.arange(len(p)), codes] / p.sum(axis=1)
    areas = []
    for c in range(len(classes)):
        ranks = pd.Series(p[:, c]).rank().to_numpy()
        positive = codes == c
        n = positive.sum()
        areas.append((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(p) - n)))
    return {
        "accuracy": table["accuracy"],
        "f1_macro": table["f1_macro"],
        "log_loss": -np.log(np.clip(chosen, 1e-15, 1)).mean(),
        "roc_auc_ovr_macro": np.mean(areas),
    }


def pairs(truth, predictions):
    names = ["id_left", "id_right"]
    matches = pd.read_csv(truth, dtype=str)
    scored = pd.read_csv(predictions, dtype={"id_left": str, "id_right": str, "score": np.float64})
    keys = pd.Index(scored[names[0]] + "\x00" + scored[names[1]])
    if not keys.is_unique:
        raise SystemExit("a pair is scored twice")
    y = keys.isin(matches[names[0]] + "\x00" + matches[names[1]])
    score = scored["score"].to_numpy()
    accepted = score >= 0.5
    tp = (accepted & y).sum()
    precision, recall = tp / accepted.sum(), tp / len(matches)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        "average_precision": m.average_precision_score(y, score) * y.sum() / len(matches),
    }


WORKLOADS = {"W1": labels, "W2": probabilities, "W4": pairs, "W5": probabilities}
workload, truth_path, predictions_path = sys.argv[1:]
scores = WORKLOADS[workload](truth_path, predictions_path)
print(json.dumps({name: float(value) for name, value in scores.items()}))
