import { remark, sqlName, sqlText } from './quote.ts'
import type { ClassificationPlan, MatchingPlan, StarterPlan } from './starter-plan.ts'

const head = (plan: StarterPlan, what: string) => `-- ${remark(plan.title)}: predict ${remark(plan.label)}.
-- ${what}
-- Needs DuckDB 1.1 or newer. Run it in the folder of the unpacked release: duckdb < starter.sql
-- It writes predictions.csv, which can be submitted as it is.
`

/** A column's words or its value as pieces of evidence, one a row: `price 2`, `title red`. */
function evidence(plan: ClassificationPlan, table: string): string[] {
  const { numbers, flags, days, texts, categories } = plan.features
  const id = sqlName(plan.id)
  const from = `FROM ${sqlText(`${table}.parquet`)}`
  const named = (name: string, value: string) =>
    `SELECT ${id} AS id, ${sqlText(`${name} `)} || ${value} AS token ${from}`
  const value = (name: string) => named(name, `coalesce(CAST(${sqlName(name)} AS VARCHAR), '')`)
  const words = (name: string) =>
    named(name, `unnest(string_split_regex(lower(coalesce(${sqlName(name)}, '')), '\\s+'))`)
  // how many standard deviations from the mean of the training rows, from -3 to 3
  const measured = (name: string, number: string) =>
    named(
      name,
      `coalesce(CAST(greatest(-3, least(3, round((${number} - m.middle) / nullif(m.spread, 0)))) AS VARCHAR), '')`,
    ) +
    `, (SELECT avg(x) AS middle, stddev_pop(x) AS spread FROM (SELECT ${number} AS x FROM 'train.parquet') WHERE isfinite(x)) m`
  return [
    `SELECT ${id} AS id, 'every row' AS token ${from}`,
    ...numbers.map((name) => measured(name, `CAST(${sqlName(name)} AS DOUBLE)`)),
    ...days.map((name) => measured(name, `epoch(CAST(${sqlName(name)} AS TIMESTAMPTZ))`)),
    ...[...flags, ...categories].map(value),
    ...texts.map(words),
  ]
}

function answer(plan: ClassificationPlan): string {
  if (plan.form === 'label') {
    return `COPY (SELECT id, arg_max(label, score) AS prediction FROM scores GROUP BY id ORDER BY id)
TO 'predictions.csv' (HEADER);`
  }
  const columns = plan.classes.map(
    (name) => `  coalesce(max(share) FILTER (WHERE label = ${sqlText(name)}), 0) AS ${sqlName(name)}`,
  )
  return `CREATE OR REPLACE TEMP TABLE shares AS
SELECT id, label, exp(score - max(score) OVER one) / sum(exp(score - top)) OVER one AS share
FROM (SELECT *, max(score) OVER (PARTITION BY id) AS top FROM scores)
WINDOW one AS (PARTITION BY id);

COPY (SELECT id,
${columns.join(',\n')}
FROM shares GROUP BY id ORDER BY id)
TO 'predictions.csv' (HEADER);`
}

function classification(plan: ClassificationPlan): string {
  const tokens = (table: string) =>
    `CREATE OR REPLACE TEMP TABLE ${table}_tokens AS SELECT DISTINCT id, token FROM (\n  ${evidence(plan, table).join('\n  UNION ALL ')}\n);`
  return `${head(plan, 'Naive Bayes over words, categories and numbers in steps of a standard deviation.')}
${tokens('train')}

${tokens('test')}

CREATE OR REPLACE TEMP TABLE labels AS
SELECT ${sqlName(plan.id)} AS id, CAST(${sqlName(plan.label)} AS VARCHAR) AS label FROM 'train.parquet';

CREATE OR REPLACE TEMP TABLE classes AS SELECT label, count(*) AS rows FROM labels GROUP BY label;

-- how often each piece of evidence goes with each label
CREATE OR REPLACE TEMP TABLE seen AS
SELECT label, token, count(*) AS times FROM train_tokens JOIN labels USING (id) GROUP BY label, token;

CREATE OR REPLACE TEMP TABLE totals AS
SELECT label, sum(times) + (SELECT count(DISTINCT token) FROM seen) AS size FROM seen GROUP BY label;

CREATE OR REPLACE TEMP TABLE scores AS
SELECT t.id, c.label, ln(c.rows) + sum(ln((coalesce(s.times, 0) + 1.0) / z.size)) AS score
FROM test_tokens t
CROSS JOIN classes c
JOIN totals z ON z.label = c.label
LEFT JOIN seen s ON s.label = c.label AND s.token = t.token
GROUP BY t.id, c.label, c.rows;

${answer(plan)}
`
}

function matching(plan: MatchingPlan): string {
  const words = (side: { table: string; id: string }, columns: readonly string[]) => {
    const texts = columns.map((name) => `coalesce(CAST(${sqlName(name)} AS VARCHAR), '')`)
    const whole = texts.length > 0 ? `concat_ws(' ', ${texts.join(', ')})` : `''`
    return `SELECT ${sqlName(side.id)} AS id, list_distinct(string_split_regex(lower(${whole}), '\\s+')) AS words
FROM ${sqlText(`${side.table}.parquet`)}`
  }
  const pairs = (table: string, more: string) => `SELECT id_left, id_right,${more}
  len(list_intersect(l.words, r.words)) / greatest(len(list_distinct(list_concat(l.words, r.words))), 1) AS alike
FROM '${table}.parquet' p
JOIN left_words l ON l.id = p.id_left
JOIN right_words r ON r.id = p.id_right`
  return `${head(plan, 'Shared words of both records; the cut between match and no match comes from the training pairs.')}
CREATE OR REPLACE TEMP TABLE left_words AS
${words(plan.left, plan.leftWords)};

CREATE OR REPLACE TEMP TABLE right_words AS
${words(plan.right, plan.rightWords)};

CREATE OR REPLACE TEMP TABLE known AS
${pairs('train_pairs', ` CAST(${sqlName(plan.label)} AS INTEGER) AS label,`)};

-- the likeness from which on calling every pair a match gives the best F1
CREATE OR REPLACE TEMP TABLE cut AS
SELECT arg_max(alike, f1) AS alike FROM (
  SELECT c.alike, 2 * sum(k.label) FILTER (WHERE k.alike >= c.alike)
    / (count(*) FILTER (WHERE k.alike >= c.alike) + sum(k.label)) AS f1
  FROM (SELECT DISTINCT round(alike, 2) AS alike FROM known) c CROSS JOIN known k
  GROUP BY c.alike
);

CREATE OR REPLACE TEMP TABLE asked AS
${pairs('test_pairs', '')};

COPY (
  SELECT id_left, id_right, greatest(0, least(1, 0.5 + asked.alike - coalesce(cut.alike, 0.5))) AS score
  FROM asked, cut ORDER BY id_left, id_right
) TO 'predictions.csv' (HEADER);
`
}

/** SQL alone: the Parquet files in, predictions out. */
export function writeDuckdb(plan: StarterPlan): string {
  return plan.kind === 'matching' ? matching(plan) : classification(plan)
}
