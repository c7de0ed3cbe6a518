import { handleUpload } from '#app/_http/resumable-uploads.ts'

export {
  handleUpload as DELETE,
  handleUpload as HEAD,
  handleUpload as OPTIONS,
  handleUpload as PATCH,
  handleUpload as POST,
}
