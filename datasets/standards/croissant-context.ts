/** The specification that the documents follow, https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. */
export const CROISSANT_VERSION = 'http://mlcommons.org/croissant/1.1'

const OF_CROISSANT = [
  ...['annotation', 'arrayShape', 'citeAs', 'column', 'containedIn', 'equivalentProperty', 'excludes'],
  ...['extract', 'field', 'fileObject', 'fileProperty', 'fileSet', 'format', 'includes', 'isArray'],
  ...[
    'isLiveDataset',
    'jsonPath',
    'key',
    'md5',
    'parentField',
    'path',
    'readLines',
    'recordSet',
    'references',
  ],
  ...['regex', 'repeated', 'replace', 'samplingRate', 'sdVersion', 'separator', 'source', 'subField'],
  ...['transform', 'unArchive'],
]

/**
 * The JSON-LD context of Croissant 1.1. The official validator looks properties up under https://schema.org/ (as its
 * sample datasets write it), not under the http:// of the specification's appendix, and knows some terms of 1.0 that the
 * appendix leaves out; both sets are here. `value` is left to schema.org, where the validator reads it.
 */
export const CROISSANT_CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  ...Object.fromEntries(OF_CROISSANT.map((term) => [term, `cr:${term}`])),
}
