import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'

interface MarkdownProps {
  text: string
  /** The level that the text's highest headings become, so that it fits below the heading of its page. */
  topLevel?: 1 | 2 | 3
  className?: string
}

/**
 * Markdown as React elements. Nothing in the text reaches the page as HTML: tags are shown as they are typed, and
 * links may only be http, https, mailto or within the site.
 */
export function Markdown({ text, topLevel = 2, className = '' }: MarkdownProps) {
  const tokens = lexer(text)
  const highest = Math.min(6, ...tokens.map((token) => (token.type === 'heading' ? token.depth : 6)))
  return <div className={`prose ${className}`}>{all(tokens, topLevel - highest + 1)}</div>
}

/** The anchor of a heading: `quota_spent` stays, `How to submit` becomes `how-to-submit`. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
}

function all(tokens: readonly Token[] | undefined, top: number): ReactNode {
  return tokens?.map((token, i) => <Fragment key={i}>{one(token as MarkedToken, top)}</Fragment>)
}

function one(token: MarkedToken, top: number): ReactNode {
  switch (token.type) {
    case 'heading': {
      const Heading = `h${Math.min(6, token.depth + top - 1)}` as 'h2'
      return <Heading id={anchorOf(token.text)}>{all(token.tokens, top)}</Heading>
    }
    case 'paragraph':
      return <p>{all(token.tokens, top)}</p>
    case 'blockquote':
      return <blockquote>{all(token.tokens, top)}</blockquote>
    case 'list':
      return list(token, top)
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls sideways, so it must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      )
    case 'table':
      return table(token, top)
    case 'hr':
      return <hr />
    case 'space':
    case 'def':
      return null
    default:
      return inline(token, top)
  }
}

function inline(token: MarkedToken, top: number): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{all(token.tokens, top)}</strong>
    case 'em':
      return <em>{all(token.tokens, top)}</em>
    case 'del':
      return <del>{all(token.tokens, top)}</del>
    case 'codespan':
      return <code>{token.text}</code>
    case 'br':
      return <br />
    case 'link':
      return isSafe(token.href) ? <a href={token.href}>{all(token.tokens, top)}</a> : all(token.tokens, top)
    case 'image':
      return token.text
    case 'text':
      return token.tokens ? all(token.tokens, top) : unescaped(token.text)
    case 'escape':
      return token.text
    default:
      return token.raw
  }
}

function list(token: Tokens.List, top: number): ReactNode {
  const List = token.ordered ? 'ol' : 'ul'
  return (
    <List start={typeof token.start === 'number' ? token.start : undefined}>
      {token.items.map((item) => (
        <li key={item.raw}>{all(item.tokens, top)}</li>
      ))}
    </List>
  )
}

function table(token: Tokens.Table, top: number): ReactNode {
  const cells = (row: readonly Tokens.TableCell[], Cell: 'th' | 'td') =>
    row.map((cell, i) => (
      <Cell key={i} scope={Cell === 'th' ? 'col' : undefined} style={{ textAlign: cell.align ?? undefined }}>
        {all(cell.tokens, top)}
      </Cell>
    ))
  return (
    <div
      className="prose-table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>{cells(token.header, 'th')}</tr>
        </thead>
        <tbody>
          {token.rows.map((row, i) => (
            <tr key={i}>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isSafe(href: string): boolean {
  return /^(https?:|mailto:|\/(?!\/)|#|\.)/i.test(href) || !/^[a-z][a-z0-9+.-]*:/i.test(href)
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}

/** The few character references that people type in Markdown. */
function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => ENTITIES[entity])
}
