import type { ComponentProps } from 'react'

const SHAPE =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-card px-5 py-2 text-center font-semibold leading-tight disabled:opacity-60'
const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border-2 border-ink text-ink hover:bg-ink hover:text-paper',
  quiet: 'text-accent underline-offset-4 hover:underline px-2',
  danger: 'border-2 border-bad text-bad hover:bg-bad-soft',
} as const

export type ButtonLook = keyof typeof LOOKS

/** Class names of a button, for the rare element that must look like one. */
export function buttonClass(look: ButtonLook = 'primary'): string {
  return `${SHAPE} ${LOOKS[look]}`
}

/** A button. Inside forms give `type="submit"`. */
export function Button({
  look = 'primary',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook }) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  look = 'primary',
  className = '',
  ...rest
}: ComponentProps<'a'> & { look?: ButtonLook }) {
  return <a className={`${buttonClass(look)} ${className}`} {...rest} />
}
