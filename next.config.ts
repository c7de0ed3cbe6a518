import type { NextConfig } from 'next'

/** Everything a page loads comes from this server: no fonts, scripts or pictures from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Reports of organisers' programs, in frames without rights: their styles, pictures within them, and nothing else. */
const REPORT_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ')

const forever = [{ key: 'cache-control', value: 'public, max-age=31536000, immutable' }]
const inDevelopment = process.env.NODE_ENV === 'development'

const config: NextConfig = {
  poweredByHeader: false,
  // a build stamp in the stylesheet's address lets browsers keep it until the next build
  env: { GRANDSTAND_BUILD: Date.now().toString(36) },
  // `npm test` checks the types; a fresh installation should not wait for it a second time
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@observablehq/plot',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@tailwindcss/postcss',
    'linkedom',
    'pg',
    'pg-boss',
    'postcss',
    'sharp',
  ],
  async headers() {
    const policy = inDevelopment ? [] : [{ key: 'content-security-policy', value: CONTENT_SECURITY_POLICY }]
    const everywhere = [
      { key: 'x-content-type-options', value: 'nosniff' },
      { key: 'referrer-policy', value: 'same-origin' },
      ...policy,
    ]
    const kept = inDevelopment ? [] : ['/style.css', '/fonts/:file']
    return [
      { source: '/:path*', headers: everywhere },
      // the last rule for a header holds
      { source: '/reports/:path*', headers: [{ key: 'content-security-policy', value: REPORT_POLICY }] },
      ...kept.map((source) => ({ source, headers: forever })),
    ]
  },
}

export default config
