import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { GrandstandError } from '#core/errors.ts'
import type { BlobStore } from './blob-store.ts'
import { digesting } from './digesting.ts'

/** A bucket and how to get at it. */
export interface Bucket {
  endpoint?: string
  region: string
  bucket: string
  accessKeyId?: string
  secretAccessKey?: string
}

/** Blobs in a bucket of any S3-compatible store, path style. Uploads are multipart, so size is not held in memory. */
export function s3BlobStore(s3: Bucket): BlobStore {
  const { bucket } = s3
  const client = new S3Client({
    region: s3.region,
    endpoint: s3.endpoint,
    forcePathStyle: true,
    // stores other than AWS's own often do not know the newer default checksums
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials:
      s3.accessKeyId && s3.secretAccessKey
        ? { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey }
        : undefined,
  })
  return {
    async put(key, source) {
      const digest = digesting()
      const body = Readable.from(source)
      body.on('error', (error) => digest.transform.destroy(error))
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: key, Body: body.pipe(digest.transform) },
      })
      await upload.done()
      return digest.result()
    },
    async get(key, range) {
      const Range = range && `bytes=${range.start}-${range.end ?? ''}`
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }))
        return Body as Readable
      } catch (error) {
        if ((error as Error).name !== 'NoSuchKey') throw error
        throw new GrandstandError('not_found', `The store holds nothing under ${key}.`, { cause: error })
      }
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },
    async check() {
      await client.send(new HeadBucketCommand({ Bucket: bucket }))
    },
  }
}
