import type { Regulation } from '#domain/regulation/schema.ts'

/** A fresh id of a copy, «tomsk-city-3f9a1c2b»: made on the device, so that saving twice saves once. */
export function newCopyId({ id, copyOf }: Pick<Regulation, 'id' | 'copyOf'>): string {
	return `${(copyOf ?? id).slice(0, 50)}-${crypto.randomUUID().slice(0, 8)}`
}
