import { openApiDocument } from '#operations/openapi.ts'

export const GET = (request: Request) => Response.json(openApiDocument(new URL(request.url).origin))
