import { dinskoy } from './dinskoy.ts'
import { divnogorsk } from './divnogorsk.ts'
import type { Regulation } from '../schema.ts'
import { surgut } from './surgut.ts'
import { tomskCity } from './tomsk-city.ts'
import { tomskRegion } from './tomsk-region.ts'

/** The packs that ship with the product. A municipality's own copies are in its registry. */
export const regulations: readonly Regulation[] = [tomskCity, surgut, tomskRegion, dinskoy, divnogorsk]

export function findRegulation(id: string): Regulation | null {
	return regulations.find((regulation) => regulation.id === id) ?? null
}
