import { unknownAddress } from '#app/_http/unknown-address.ts'

export const GET = unknownAddress
export const POST = unknownAddress
export const PUT = unknownAddress
export const PATCH = unknownAddress
export const DELETE = unknownAddress
