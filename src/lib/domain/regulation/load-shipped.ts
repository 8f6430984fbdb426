/** Loads one of the regulations that ship with the product. A programme's screens need one pack, not all (`packs/all.ts`). */
import type { Regulation } from './schema.ts'

const packs = new Map<string, () => Promise<Regulation>>([
	['tomsk-city', async () => (await import('./packs/tomsk-city.ts')).tomskCity],
	['surgut', async () => (await import('./packs/surgut.ts')).surgut],
	['tomsk-region', async () => (await import('./packs/tomsk-region.ts')).tomskRegion],
	['dinskoy', async () => (await import('./packs/dinskoy.ts')).dinskoy],
	['divnogorsk', async () => (await import('./packs/divnogorsk.ts')).divnogorsk]
])

/** Null: none of this id is shipped. Rejects if it cannot be fetched. */
export async function loadShippedRegulation(id: string): Promise<Regulation | null> {
	return (await packs.get(id)?.()) ?? null
}
