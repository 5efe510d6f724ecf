/** Those who look after the network: they work on alerts, and make what programs read figures with. */
export const OPERATORS = ["administrator", "officer"] as const;

/** Whether the role is one of theirs; an unknown one is not. */
export const mayOperate = (role: string | undefined): boolean => OPERATORS.some((one) => one === role);

/** Whose role must have a second factor: nobody's, that of administrators, or of all who look after the network. */
export const FACTOR_REQUIRED = ["nobody", "administrators", "operators"] as const;
export type FactorRequired = (typeof FACTOR_REQUIRED)[number];

export const needsSecondFactor = (required: FactorRequired, role: string): boolean =>
  (required === "administrators" && role === "administrator") ||
  (required === "operators" && mayOperate(role));
