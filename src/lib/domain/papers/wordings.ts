/** What papers call the choices of a regulation. Papers are Russian whatever language the screens speak. */
import { plainNames, roleTitle, speakerTitle } from '../regulation/find-role.ts'
import type { MentoringForm, Regulation, Relation, Signatory } from '../regulation/schema.ts'
import { lowerFirst } from './first-letter.ts'
import type { PaperFacts } from './facts.ts'

const formWords: Readonly<Record<MentoringForm, string>> = {
	traditional: 'традиционная («один на один»)',
	group: 'групповая',
	virtual: 'виртуальная (дистанционная)',
	'short-term': 'краткосрочная (целеполагающая)',
	situational: 'ситуационная',
	speed: 'скоростная',
	reverse: 'реверсивная'
}

/** After «форма наставничества:»; empty where none is known. */
export function wordForms(forms: readonly MentoringForm[]): string {
	return forms.map((form) => formWords[form]).join(', ')
}

export const relationWords: Readonly<Record<Relation, string>> = {
	'head-head': 'руководитель – руководитель',
	'reservist-head': 'резервист – руководитель',
	'teacher-teacher': 'учитель – учитель',
	'head-teacher': 'руководитель – учитель',
	'employer-student': 'работодатель – студент',
	'lecturer-young-teacher': 'преподаватель – молодой педагог',
	'pupil-pupil': 'ученик – ученик',
	'student-pupil': 'студент – ученик',
	'employer-pupil': 'работодатель – ученик',
	'teacher-pupil': 'педагог – ученик',
	'student-student': 'студент – студент',
	'lecturer-student': 'преподаватель – студент',
	'head-team': 'руководитель – управленческая команда'
}

/** «координатор наставничества»: as the regulation calls the role. */
export function roleWords({ regulation, organisationKinds }: RoleFacts, role: Signatory): string {
	return lowerFirst(roleTitle(regulation, role, organisationKinds) ?? plainNames[role])
}

/** The same of one who has spoken in it. */
export function speakerWords({ regulation, organisationKinds }: RoleFacts, role: Signatory): string {
	return lowerFirst(speakerTitle(regulation, role, organisationKinds) ?? plainNames[role])
}

interface RoleFacts extends Pick<PaperFacts, 'organisationKinds'> {
	regulation: Pick<Regulation, 'roles'>
}
