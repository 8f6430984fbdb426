/** A roadmap: the template a plan is made from. The shipped ones are the files beside this. */

export interface Roadmap {
	/** Kebab-case, stable: it is written into every plan made from it. */
	id: string
	title: string
	/** Where it comes from: the regulation's letter and annex, as in the field notes. */
	source: string
	stages: readonly RoadmapStage[]
}

export interface RoadmapStage {
	title: string
	/** domain.md T53 */
	months: number
	activities: readonly RoadmapActivity[]
}

export interface RoadmapActivity {
	/** «2.3» */
	number: string
	/** Wording of the regulation, untouched. */
	title: string
	/** domain.md T54 */
	resultForm?: string
}
