import { Fragment } from 'react'
import type { Dataset } from './load-dataset.ts'

/** The licence expression, each licence with its name and a link to its text. */
export function LicenceLinks({ dataset }: { dataset: Dataset }) {
  const { licence, licences } = dataset
  return (
    <>
      <span className="font-mono text-sm">{licence}</span>
      {licences.map(({ id, name, url }) => (
        <Fragment key={id}>
          <br />
          {url ? (
            <a className="link" href={url} rel="license">
              {name}
            </a>
          ) : (
            `${name}: see the terms`
          )}
        </Fragment>
      ))}
    </>
  )
}
