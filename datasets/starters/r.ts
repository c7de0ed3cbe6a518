import { remark, rVector, text } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

function head(plan: StarterPlan): string {
  const { numbers, flags, days, texts, categories } = plan.features
  return `# ${remark(plan.title)}: predict ${remark(plan.label)}.
# Needs R 4.0 or newer and no packages. Run it in the unpacked release, or name its folder: Rscript starter.R FOLDER
# It writes predictions.csv, which can be submitted as it is.
folder <- c(commandArgs(trailingOnly = TRUE), ".")[1]
LABEL <- ${text(plan.label)}
NUMBERS <- ${rVector(numbers)}
FLAGS <- ${rVector(flags)}
DAYS <- ${rVector(days)}
TEXTS <- ${rVector(texts)}
CATEGORIES <- ${rVector(categories)}

# everything as text: ids keep their zeros, and only an empty cell is missing ("NA" is a word)
read <- function(table) {
  read.csv(file.path(folder, paste0(table, ".csv")),
    colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8"
  )
}

as_number <- function(frame, name) {
  cells <- frame[[name]]
  if (name %in% FLAGS) return(as.numeric(cells == "true"))
  if (name %in% DAYS) return(as.numeric(as.Date(substr(cells, 1, 10))))
  as.numeric(cells)
}

words_of <- function(cells) {
  strsplit(tolower(ifelse(is.na(cells), "", cells)), "[[:space:]]+")
}
`
}

function classification(plan: ClassificationPlan): string {
  const id = text(plan.id)
  const answer =
    plan.form === 'label'
      ? `predictions <- data.frame(id = test[[${id}]], prediction = classes[max.col(scores(test_tokens), ties.method = "first")])`
      : `CLASSES <- ${rVector(plan.classes)}
shares <- exp(scores(test_tokens))
shares <- shares / rowSums(shares)
missing <- setdiff(CLASSES, classes)
shares <- cbind(shares, matrix(0, nrow(shares), length(missing), dimnames = list(NULL, missing)))
predictions <- data.frame(id = test[[${id}]], shares[, CLASSES, drop = FALSE], check.names = FALSE)`
  return `${head(plan)}
train <- read("train")
test <- read("test")

# naive Bayes over words, categories and numbers in steps of a standard deviation
tokens <- function(frame) {
  parts <- list(as.list(rep("every row", nrow(frame))))
  for (name in c(NUMBERS, FLAGS, DAYS)) {
    known <- as_number(train, name)
    known <- known[is.finite(known)]
    spread <- if (length(known) > 1) sd(known) else 0
    steps <- (as_number(frame, name) - mean(known)) / if (spread > 0) spread else 1
    parts <- c(parts, list(as.list(paste(name, round(pmax(-3, pmin(3, steps)))))))
  }
  for (name in CATEGORIES) parts <- c(parts, list(as.list(paste(name, "=", frame[[name]]))))
  for (name in TEXTS) {
    parts <- c(parts, list(lapply(words_of(frame[[name]]), function(words) unique(paste(rep(name, length(words)), words)))))
  }
  do.call(Map, c(list(f = c), parts, list(USE.NAMES = FALSE)))
}

train_tokens <- tokens(train)
test_tokens <- tokens(test)
classes <- sort(unique(train[[LABEL]]))
counts <- table(unlist(train_tokens), factor(rep(train[[LABEL]], lengths(train_tokens)), levels = classes))
counts <- matrix(counts, nrow(counts), dimnames = list(rownames(counts), classes))
weights <- log(sweep(counts + 1, 2, colSums(counts) + nrow(counts), "/"))
prior <- log(as.numeric(table(factor(train[[LABEL]], levels = classes))))

# a row's logarithm of each class, the greatest of them 0
scores <- function(all_tokens) {
  rows <- lapply(all_tokens, function(found) {
    at <- match(found, rownames(weights))
    sums <- prior + colSums(weights[at[!is.na(at)], , drop = FALSE])
    sums - max(sums)
  })
  matrix(unlist(rows), ncol = length(classes), byrow = TRUE, dimnames = list(NULL, classes))
}

${answer}
write.csv(predictions, "predictions.csv", row.names = FALSE, fileEncoding = "UTF-8")
cat("wrote predictions.csv with", nrow(predictions), "rows\\n")
`
}

function matching(plan: MatchingPlan): string {
  const { left, right } = plan
  return `${head(plan)}
LEFT_WORDS <- ${rVector(plan.leftWords)}
RIGHT_WORDS <- ${rVector(plan.rightWords)}
left <- read(${text(left.table)})
right <- read(${text(right.table)})

# shared words of two texts, between 0 and 1
overlap <- function(a, b) {
  mapply(function(x, y) length(intersect(x, y)) / max(length(union(x, y)), 1), words_of(a), words_of(b))
}

joined <- function(frame, names) {
  cells <- lapply(names, function(name) ifelse(is.na(frame[[name]]), "", frame[[name]]))
  if (length(cells) == 0) rep("", nrow(frame)) else do.call(paste, cells)
}

compare <- function(pairs) {
  a <- left[match(pairs$id_left, left[[${text(left.id)}]]), ]
  b <- right[match(pairs$id_right, right[[${text(right.id)}]]), ]
  columns <- list(overlap(joined(a, LEFT_WORDS), joined(b, RIGHT_WORDS)))
  for (name in c(NUMBERS, FLAGS, DAYS)) {
    apart <- abs(as_number(a, name) - as_number(b, name))
    columns <- c(columns, list(ifelse(is.finite(apart), apart, 0)))
  }
  for (name in c(TEXTS, CATEGORIES)) columns <- c(columns, list(overlap(a[[name]], b[[name]])))
  setNames(data.frame(columns), paste0("x", seq_along(columns)))
}

train <- read("train_pairs")
test <- read("test_pairs")
# pairs that can be told apart without a doubt make glm() warn; the scores are good all the same
model <- suppressWarnings(glm(match ~ ., binomial, cbind(compare(train), match = as.integer(train[[LABEL]]))))
score <- suppressWarnings(predict(model, compare(test), type = "response"))
predictions <- data.frame(id_left = test$id_left, id_right = test$id_right, score = score)
write.csv(predictions, "predictions.csv", row.names = FALSE, fileEncoding = "UTF-8")
cat("wrote predictions.csv with", nrow(predictions), "pairs\\n")
`
}

/** R without any package: naive Bayes, or a logistic regression on the likeness of two records. */
export function writeR(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
