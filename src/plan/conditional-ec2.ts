/** Processor architectures of EC2 instance families: the provider replaces an instance whose new type shares none with the old. */

export type Architecture = "x86_64" | "arm64" | "x86_64_mac" | "arm64_mac";

/** From the instance type pages of the EC2 documentation ("Amazon EC2 instance types", "Processor architecture"), 2026. */
const families: Readonly<Record<Architecture, string>> = {
  arm64:
    "a1 c6g c6gd c6gn c7g c7gd c7gn c8g c8gb c8gd c8gn g5g hpc7g i4g i7ie-g i8g i8ge im4gn is4gen m6g m6gd m7g m7gd m8g m8gb m8gd m8gn " +
    "r6g r6gd r7g r7gd r8g r8gb r8gd r8gn t4g x2gd x8g",
  x86_64:
    "c1 c3 c4 c5 c5a c5ad c5d c5n c6a c6i c6id c6in c7a c7i c7i-flex c8a c8i c8i-flex cc2 cr1 d2 d3 d3en dl1 dl2q f1 f2 g2 g3 g3s g4ad g4dn g5 g6 g6e gr6 " +
    "h1 hpc6a hpc6id hpc7a hs1 i2 i3 i3en i4i i7i i7ie inf1 inf2 m1 m2 m3 m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6i m6id m6idn m6in m7a m7i m7i-flex " +
    "m8a m8i m8i-flex p2 p3 p3dn p4d p4de p5 p5e p5en r3 r4 r5 r5a r5ad r5b r5d r5dn r5n r6a r6i r6id r6idn r6in r7a r7i r7iz r8a r8i r8i-flex " +
    "t1 t2 t3 t3a trn1 trn1n trn2 u-12tb1 u-18tb1 u-24tb1 u-3tb1 u-6tb1 u-9tb1 u7i-12tb u7i-6tb u7i-8tb u7in-16tb u7in-24tb u7in-32tb vt1 " +
    "x1 x1e x2idn x2iedn x2iezn z1d",
  x86_64_mac: "mac1",
  arm64_mac: "mac2 mac2-m1ultra mac2-m2 mac2-m2pro",
};

const byFamily = new Map<string, Architecture>();
for (const architecture of ["arm64", "x86_64", "x86_64_mac", "arm64_mac"] as const) {
  for (const family of families[architecture].split(" ")) byFamily.set(family, architecture);
}

/** The architecture of `m7g.large`; null: the family is not known. */
export function architectureOf(instanceType: string): Architecture | null {
  const dot = instanceType.indexOf(".");
  return dot <= 0 ? null : (byFamily.get(instanceType.slice(0, dot)) ?? null);
}
