import type { Regulation, Relation } from './schema.ts'

/**
 * Who works with whom, where it follows from the mentee's category: a roadmap of the city of Tomsk is for one kind of mentee
 * (domain.md T12, T34). Null: the regulation leaves a choice, and the curator makes it.
 */
export function deriveRelation(
	{ relations, categories }: Pick<Regulation, 'relations' | 'categories'>,
	categoryId: string
): Relation | null {
	const [first, ...others] = relations.value
	if (first !== undefined && others.length === 0) return first
	const roadmapId = categories.find(({ id }) => id === categoryId)?.roadmapId
	const relation = relationByRoadmap.get(roadmapId ?? '')
	return relation !== undefined && relations.value.includes(relation) ? relation : null
}

const relationByRoadmap: ReadonlyMap<string, Relation> = new Map([
	['tomsk-beginner-head', 'head-head'],
	['tomsk-reservist', 'reservist-head'],
	['tomsk-low-results-school', 'head-head'],
	['tomsk-low-assessment', 'head-head']
])
