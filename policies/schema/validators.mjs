// Made from the schemas by compile-validators.ts (UPDATE_SCHEMAS=1 npm test -- schemas); not to be edited.


export function createValidators(formats) {
const configuration = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Bakegate configuration","description":"The file .github/bakegate.yml. It is read at the tip of the base branch, never from the change under review.","type":"object","additionalProperties":false,"properties":{"version":{"type":"integer","description":"The version of this format: 1.","const":1},"mode":{"type":"string","description":"enforce: what a rule blocks fails the check. advisory: everything is reported, nothing is blocked. Default: enforce.","enum":["enforce","advisory"]},"branches":{"type":"array","description":"Globs on base branches whose pull requests are reviewed. Default: every protected branch.","minItems":1,"items":{"type":"string","format":"branch-glob"}},"policies":{"type":"array","description":"Packs (bakegate:recommended, bakegate:strict) and policy files of this repository, also as globs. A later one overrides an earlier one. Default: bakegate:recommended.","minItems":1,"items":{"type":"string","format":"policy-source"}},"projects":{"type":"array","description":"Terraform root modules with settings of their own. Default: every root module that the repository holds, with static plans.","items":{"type":"object","description":"Settings for the root modules that a glob names.","additionalProperties":false,"required":["dir"],"properties":{"dir":{"type":"string","description":"Glob on directories, relative to the repository's root.","format":"folder-glob"},"workspaces":{"type":"array","description":"The Terraform workspaces that are reviewed. Default: default.","minItems":1,"items":{"type":"string","format":"workspace"}},"var_files":{"type":"array","description":"Variable files handed to Terraform with -var-file, relative to the project's directory, in order.","items":{"type":"string","format":"variable-file"}},"plan":{"type":"string","description":"Where the plan comes from. static: predicted from the code. runner and artifact: a real plan, which is then required. Default: static.","enum":["static","runner","artifact"]}}}},"exemptions":{"type":"array","description":"Findings that are let through until a day, each with a reason.","items":{"type":"object","description":"One exemption. It holds for findings to which everything in it applies.","additionalProperties":false,"required":["id","rule","reason","expires"],"properties":{"id":{"type":"string","description":"A name for it, shown wherever it is used.","format":"name"},"rule":{"type":"string","description":"The rule, or a glob on rules: immutable/in-place-update, immutable/*.","format":"rule-glob"},"resource":{"type":"string","description":"Glob on resource type or address. An address without index stands for every instance.","format":"resource-glob"},"path":{"type":"string","description":"Glob on files.","format":"path-glob"},"fingerprint":{"type":"string","description":"The 12 hex digits that the finding shows; required for credentials.","format":"fingerprint"},"reason":{"type":"string","description":"Why it is let through.","format":"sentence"},"approved_by":{"type":"string","description":"Who approved it.","format":"sentence"},"expires":{"type":"string","description":"The last day on which it holds, as YYYY-MM-DD (UTC).","format":"date"}}}},"release":{"type":"object","description":"Bake and deploy: what happens from a merge to running images. With no images configured, every gated merge is dispatched.","additionalProperties":false,"properties":{"backend":{"type":"string","description":"What runs the bakes and deployments. Default: github-actions.","enum":["github-actions","jenkins","codepipeline","codebuild","local"]},"workflow":{"type":"string","description":"The workflow file below .github/workflows that is dispatched on the default branch (github-actions).","format":"workflow-file"},"images":{"type":"object","description":"The images that are baked, each under a name of your choice.","propertyNames":{"format":"name"},"additionalProperties":{"type":"object","description":"One image: what it is baked from, how it is tested and who uses it.","additionalProperties":false,"required":["template"],"properties":{"template":{"type":"string","description":"The Packer template (.json, .pkr.json or .pkr.hcl), relative to the repository's root.","format":"packer-template"},"variables":{"type":"string","description":"The Packer variables file, relative to the repository's root.","format":"plain-path"},"test":{"type":"string","description":"The directory of the tests that the baked image has to pass.","format":"plain-path"},"inputs":{"type":"array","description":"Globs on files that go into the image; a merge that touches none of them bakes nothing.","minItems":1,"items":{"type":"string","format":"path-glob"}},"consumed_by":{"type":"object","description":"The Terraform projects that run the image, and the variable that receives its id.","additionalProperties":false,"required":["project","variable"],"properties":{"project":{"type":"string","description":"Glob on project directories.","format":"folder-glob"},"variable":{"type":"string","description":"The Terraform variable that receives the image's id or digest.","format":"identifier"}}},"keep":{"type":"integer","description":"How many images are kept beside those that run or can be rolled back to.","minimum":1,"maximum":1000}}}},"stages":{"type":"array","description":"The stages that an image passes through, in order.","minItems":1,"maxItems":50,"items":{"type":"object","description":"One stage, such as dev, stage or prod.","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","description":"The stage's name.","format":"name"},"projects":{"type":"array","description":"Globs on the Terraform project directories that this stage deploys.","minItems":1,"items":{"type":"string","format":"folder-glob"}},"after":{"type":"string","description":"The stage that has to be healthy before this one starts.","format":"name"},"soak":{"type":"string","description":"How long the stage before has to stay healthy: 30s, 10m, 2h, 1d.","format":"duration"},"strategy":{"type":"string","description":"How instances are replaced. Default: replace.","enum":["replace","blue-green","canary"]},"approval":{"type":"object","description":"Who has to approve the promotion to this stage.","additionalProperties":false,"required":["team"],"properties":{"team":{"type":"string","description":"The slug of a team in the organisation.","format":"team-slug"},"count":{"type":"integer","description":"How many members have to approve. Default: 1.","minimum":1,"maximum":20}}},"window":{"type":"string","description":"When the stage may be deployed: days, hours and time zone, as in \"Mon-Thu 09:00-16:00 Europe/London\".","format":"window"}}}},"artifacts":{"type":"array","description":"Places where a new application version starts a bake.","items":{"type":"object","description":"One place and the image that is baked from it.","additionalProperties":false,"required":["s3","image"],"properties":{"s3":{"type":"string","description":"Bucket and prefix: app-releases/webserver/.","format":"bucket-prefix"},"image":{"type":"string","description":"The name of one of the images above.","format":"name"}}}}}}}};
const formats0 = formats["branch-glob"];
const formats2 = formats["policy-source"];
const formats4 = formats["folder-glob"];
const formats6 = formats.workspace;
const formats8 = formats["variable-file"];
const formats10 = formats.name;
const formats12 = formats["rule-glob"];
const formats14 = formats["resource-glob"];
const formats16 = formats["path-glob"];
const formats18 = formats.fingerprint;
const formats20 = formats.sentence;
const formats24 = formats.date;
const formats26 = formats["workflow-file"];
const formats30 = formats["packer-template"];
const formats32 = formats["plain-path"];
const formats40 = formats.identifier;
const formats48 = formats.duration;
const formats50 = formats["team-slug"];
const formats52 = formats.window;
const formats54 = formats["bucket-prefix"];

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "version") || (key0 === "mode")) || (key0 === "branches")) || (key0 === "policies")) || (key0 === "projects")) || (key0 === "exemptions")) || (key0 === "release"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.version !== undefined){
let data0 = data.version;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err1 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.version.type,parentSchema:schema31.properties.version,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(1 !== data0){
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant",schema:1,parentSchema:schema31.properties.version,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.mode !== undefined){
let data1 = data.mode;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.mode.type,parentSchema:schema31.properties.mode,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((data1 === "enforce") || (data1 === "advisory"))){
const err4 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.mode.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.mode.enum,parentSchema:schema31.properties.mode,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.branches !== undefined){
let data2 = data.branches;
if(Array.isArray(data2)){
if(data2.length < 1){
const err5 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.branches,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!(formats0.validate(data3))){
const err6 = {instancePath:instancePath+"/branches/" + i0,schemaPath:"#/properties/branches/items/format",keyword:"format",params:{format: "branch-glob"},message:"must match format \""+"branch-glob"+"\"",schema:"branch-glob",parentSchema:schema31.properties.branches.items,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/branches/" + i0,schemaPath:"#/properties/branches/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.branches.items.type,parentSchema:schema31.properties.branches.items,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.branches.type,parentSchema:schema31.properties.branches,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.policies !== undefined){
let data4 = data.policies;
if(Array.isArray(data4)){
if(data4.length < 1){
const err9 = {instancePath:instancePath+"/policies",schemaPath:"#/properties/policies/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.policies,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(typeof data5 === "string"){
if(!(formats2.validate(data5))){
const err10 = {instancePath:instancePath+"/policies/" + i1,schemaPath:"#/properties/policies/items/format",keyword:"format",params:{format: "policy-source"},message:"must match format \""+"policy-source"+"\"",schema:"policy-source",parentSchema:schema31.properties.policies.items,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/policies/" + i1,schemaPath:"#/properties/policies/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.policies.items.type,parentSchema:schema31.properties.policies.items,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/policies",schemaPath:"#/properties/policies/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.policies.type,parentSchema:schema31.properties.policies,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.projects !== undefined){
let data6 = data.projects;
if(Array.isArray(data6)){
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.dir === undefined){
const err13 = {instancePath:instancePath+"/projects/" + i2,schemaPath:"#/properties/projects/items/required",keyword:"required",params:{missingProperty: "dir"},message:"must have required property '"+"dir"+"'",schema:schema31.properties.projects.items.required,parentSchema:schema31.properties.projects.items,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 in data7){
if(!((((key1 === "dir") || (key1 === "workspaces")) || (key1 === "var_files")) || (key1 === "plan"))){
const err14 = {instancePath:instancePath+"/projects/" + i2,schemaPath:"#/properties/projects/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.projects.items,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.dir !== undefined){
let data8 = data7.dir;
if(typeof data8 === "string"){
if(!(formats4.validate(data8))){
const err15 = {instancePath:instancePath+"/projects/" + i2+"/dir",schemaPath:"#/properties/projects/items/properties/dir/format",keyword:"format",params:{format: "folder-glob"},message:"must match format \""+"folder-glob"+"\"",schema:"folder-glob",parentSchema:schema31.properties.projects.items.properties.dir,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/projects/" + i2+"/dir",schemaPath:"#/properties/projects/items/properties/dir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.projects.items.properties.dir.type,parentSchema:schema31.properties.projects.items.properties.dir,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data7.workspaces !== undefined){
let data9 = data7.workspaces;
if(Array.isArray(data9)){
if(data9.length < 1){
const err17 = {instancePath:instancePath+"/projects/" + i2+"/workspaces",schemaPath:"#/properties/projects/items/properties/workspaces/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.projects.items.properties.workspaces,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len3 = data9.length;
for(let i3=0; i3<len3; i3++){
let data10 = data9[i3];
if(typeof data10 === "string"){
if(!(formats6.validate(data10))){
const err18 = {instancePath:instancePath+"/projects/" + i2+"/workspaces/" + i3,schemaPath:"#/properties/projects/items/properties/workspaces/items/format",keyword:"format",params:{format: "workspace"},message:"must match format \""+"workspace"+"\"",schema:"workspace",parentSchema:schema31.properties.projects.items.properties.workspaces.items,data:data10};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/projects/" + i2+"/workspaces/" + i3,schemaPath:"#/properties/projects/items/properties/workspaces/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.projects.items.properties.workspaces.items.type,parentSchema:schema31.properties.projects.items.properties.workspaces.items,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/projects/" + i2+"/workspaces",schemaPath:"#/properties/projects/items/properties/workspaces/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.projects.items.properties.workspaces.type,parentSchema:schema31.properties.projects.items.properties.workspaces,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data7.var_files !== undefined){
let data11 = data7.var_files;
if(Array.isArray(data11)){
const len4 = data11.length;
for(let i4=0; i4<len4; i4++){
let data12 = data11[i4];
if(typeof data12 === "string"){
if(!(formats8.validate(data12))){
const err21 = {instancePath:instancePath+"/projects/" + i2+"/var_files/" + i4,schemaPath:"#/properties/projects/items/properties/var_files/items/format",keyword:"format",params:{format: "variable-file"},message:"must match format \""+"variable-file"+"\"",schema:"variable-file",parentSchema:schema31.properties.projects.items.properties.var_files.items,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/projects/" + i2+"/var_files/" + i4,schemaPath:"#/properties/projects/items/properties/var_files/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.projects.items.properties.var_files.items.type,parentSchema:schema31.properties.projects.items.properties.var_files.items,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/projects/" + i2+"/var_files",schemaPath:"#/properties/projects/items/properties/var_files/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.projects.items.properties.var_files.type,parentSchema:schema31.properties.projects.items.properties.var_files,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data7.plan !== undefined){
let data13 = data7.plan;
if(typeof data13 !== "string"){
const err24 = {instancePath:instancePath+"/projects/" + i2+"/plan",schemaPath:"#/properties/projects/items/properties/plan/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.projects.items.properties.plan.type,parentSchema:schema31.properties.projects.items.properties.plan,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!(((data13 === "static") || (data13 === "runner")) || (data13 === "artifact"))){
const err25 = {instancePath:instancePath+"/projects/" + i2+"/plan",schemaPath:"#/properties/projects/items/properties/plan/enum",keyword:"enum",params:{allowedValues: schema31.properties.projects.items.properties.plan.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.projects.items.properties.plan.enum,parentSchema:schema31.properties.projects.items.properties.plan,data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/projects/" + i2,schemaPath:"#/properties/projects/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.projects.items.type,parentSchema:schema31.properties.projects.items,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/projects",schemaPath:"#/properties/projects/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.projects.type,parentSchema:schema31.properties.projects,data:data6};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.exemptions !== undefined){
let data14 = data.exemptions;
if(Array.isArray(data14)){
const len5 = data14.length;
for(let i5=0; i5<len5; i5++){
let data15 = data14[i5];
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.id === undefined){
const err28 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'",schema:schema31.properties.exemptions.items.required,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data15.rule === undefined){
const err29 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "rule"},message:"must have required property '"+"rule"+"'",schema:schema31.properties.exemptions.items.required,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data15.reason === undefined){
const err30 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema31.properties.exemptions.items.required,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data15.expires === undefined){
const err31 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "expires"},message:"must have required property '"+"expires"+"'",schema:schema31.properties.exemptions.items.required,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
for(const key2 in data15){
if(!((((((((key2 === "id") || (key2 === "rule")) || (key2 === "resource")) || (key2 === "path")) || (key2 === "fingerprint")) || (key2 === "reason")) || (key2 === "approved_by")) || (key2 === "expires"))){
const err32 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data15.id !== undefined){
let data16 = data15.id;
if(typeof data16 === "string"){
if(!(formats10.validate(data16))){
const err33 = {instancePath:instancePath+"/exemptions/" + i5+"/id",schemaPath:"#/properties/exemptions/items/properties/id/format",keyword:"format",params:{format: "name"},message:"must match format \""+"name"+"\"",schema:"name",parentSchema:schema31.properties.exemptions.items.properties.id,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/exemptions/" + i5+"/id",schemaPath:"#/properties/exemptions/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.id.type,parentSchema:schema31.properties.exemptions.items.properties.id,data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data15.rule !== undefined){
let data17 = data15.rule;
if(typeof data17 === "string"){
if(!(formats12.validate(data17))){
const err35 = {instancePath:instancePath+"/exemptions/" + i5+"/rule",schemaPath:"#/properties/exemptions/items/properties/rule/format",keyword:"format",params:{format: "rule-glob"},message:"must match format \""+"rule-glob"+"\"",schema:"rule-glob",parentSchema:schema31.properties.exemptions.items.properties.rule,data:data17};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/exemptions/" + i5+"/rule",schemaPath:"#/properties/exemptions/items/properties/rule/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.rule.type,parentSchema:schema31.properties.exemptions.items.properties.rule,data:data17};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data15.resource !== undefined){
let data18 = data15.resource;
if(typeof data18 === "string"){
if(!(formats14.validate(data18))){
const err37 = {instancePath:instancePath+"/exemptions/" + i5+"/resource",schemaPath:"#/properties/exemptions/items/properties/resource/format",keyword:"format",params:{format: "resource-glob"},message:"must match format \""+"resource-glob"+"\"",schema:"resource-glob",parentSchema:schema31.properties.exemptions.items.properties.resource,data:data18};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/exemptions/" + i5+"/resource",schemaPath:"#/properties/exemptions/items/properties/resource/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.resource.type,parentSchema:schema31.properties.exemptions.items.properties.resource,data:data18};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data15.path !== undefined){
let data19 = data15.path;
if(typeof data19 === "string"){
if(!(formats16.validate(data19))){
const err39 = {instancePath:instancePath+"/exemptions/" + i5+"/path",schemaPath:"#/properties/exemptions/items/properties/path/format",keyword:"format",params:{format: "path-glob"},message:"must match format \""+"path-glob"+"\"",schema:"path-glob",parentSchema:schema31.properties.exemptions.items.properties.path,data:data19};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/exemptions/" + i5+"/path",schemaPath:"#/properties/exemptions/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.path.type,parentSchema:schema31.properties.exemptions.items.properties.path,data:data19};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data15.fingerprint !== undefined){
let data20 = data15.fingerprint;
if(typeof data20 === "string"){
if(!(formats18.validate(data20))){
const err41 = {instancePath:instancePath+"/exemptions/" + i5+"/fingerprint",schemaPath:"#/properties/exemptions/items/properties/fingerprint/format",keyword:"format",params:{format: "fingerprint"},message:"must match format \""+"fingerprint"+"\"",schema:"fingerprint",parentSchema:schema31.properties.exemptions.items.properties.fingerprint,data:data20};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/exemptions/" + i5+"/fingerprint",schemaPath:"#/properties/exemptions/items/properties/fingerprint/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.fingerprint.type,parentSchema:schema31.properties.exemptions.items.properties.fingerprint,data:data20};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data15.reason !== undefined){
let data21 = data15.reason;
if(typeof data21 === "string"){
if(!(formats20.validate(data21))){
const err43 = {instancePath:instancePath+"/exemptions/" + i5+"/reason",schemaPath:"#/properties/exemptions/items/properties/reason/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema31.properties.exemptions.items.properties.reason,data:data21};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/exemptions/" + i5+"/reason",schemaPath:"#/properties/exemptions/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.reason.type,parentSchema:schema31.properties.exemptions.items.properties.reason,data:data21};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data15.approved_by !== undefined){
let data22 = data15.approved_by;
if(typeof data22 === "string"){
if(!(formats20.validate(data22))){
const err45 = {instancePath:instancePath+"/exemptions/" + i5+"/approved_by",schemaPath:"#/properties/exemptions/items/properties/approved_by/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema31.properties.exemptions.items.properties.approved_by,data:data22};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/exemptions/" + i5+"/approved_by",schemaPath:"#/properties/exemptions/items/properties/approved_by/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.approved_by.type,parentSchema:schema31.properties.exemptions.items.properties.approved_by,data:data22};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data15.expires !== undefined){
let data23 = data15.expires;
if(typeof data23 === "string"){
if(!(formats24.validate(data23))){
const err47 = {instancePath:instancePath+"/exemptions/" + i5+"/expires",schemaPath:"#/properties/exemptions/items/properties/expires/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\"",schema:"date",parentSchema:schema31.properties.exemptions.items.properties.expires,data:data23};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/exemptions/" + i5+"/expires",schemaPath:"#/properties/exemptions/items/properties/expires/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.exemptions.items.properties.expires.type,parentSchema:schema31.properties.exemptions.items.properties.expires,data:data23};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/exemptions/" + i5,schemaPath:"#/properties/exemptions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.exemptions.items.type,parentSchema:schema31.properties.exemptions.items,data:data15};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/exemptions",schemaPath:"#/properties/exemptions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.exemptions.type,parentSchema:schema31.properties.exemptions,data:data14};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.release !== undefined){
let data24 = data.release;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key3 in data24){
if(!(((((key3 === "backend") || (key3 === "workflow")) || (key3 === "images")) || (key3 === "stages")) || (key3 === "artifacts"))){
const err51 = {instancePath:instancePath+"/release",schemaPath:"#/properties/release/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release,data:data24};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data24.backend !== undefined){
let data25 = data24.backend;
if(typeof data25 !== "string"){
const err52 = {instancePath:instancePath+"/release/backend",schemaPath:"#/properties/release/properties/backend/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.backend.type,parentSchema:schema31.properties.release.properties.backend,data:data25};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(!(((((data25 === "github-actions") || (data25 === "jenkins")) || (data25 === "codepipeline")) || (data25 === "codebuild")) || (data25 === "local"))){
const err53 = {instancePath:instancePath+"/release/backend",schemaPath:"#/properties/release/properties/backend/enum",keyword:"enum",params:{allowedValues: schema31.properties.release.properties.backend.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.release.properties.backend.enum,parentSchema:schema31.properties.release.properties.backend,data:data25};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data24.workflow !== undefined){
let data26 = data24.workflow;
if(typeof data26 === "string"){
if(!(formats26.validate(data26))){
const err54 = {instancePath:instancePath+"/release/workflow",schemaPath:"#/properties/release/properties/workflow/format",keyword:"format",params:{format: "workflow-file"},message:"must match format \""+"workflow-file"+"\"",schema:"workflow-file",parentSchema:schema31.properties.release.properties.workflow,data:data26};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/release/workflow",schemaPath:"#/properties/release/properties/workflow/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.workflow.type,parentSchema:schema31.properties.release.properties.workflow,data:data26};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data24.images !== undefined){
let data27 = data24.images;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key4 in data27){
const _errs61 = errors;
if(typeof key4 === "string"){
if(!(formats10.validate(key4))){
const err56 = {instancePath:instancePath+"/release/images",schemaPath:"#/properties/release/properties/images/propertyNames/format",keyword:"format",params:{format: "name"},message:"must match format \""+"name"+"\"",schema:"name",parentSchema:schema31.properties.release.properties.images.propertyNames,data:key4,propertyName:key4};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
var valid16 = _errs61 === errors;
if(!valid16){
const err57 = {instancePath:instancePath+"/release/images",schemaPath:"#/properties/release/properties/images/propertyNames",keyword:"propertyNames",params:{propertyName: key4},message:"property name must be valid",schema:schema31.properties.release.properties.images.propertyNames,parentSchema:schema31.properties.release.properties.images,data:data27};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
for(const key5 in data27){
let data28 = data27[key5];
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.template === undefined){
const err58 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/release/properties/images/additionalProperties/required",keyword:"required",params:{missingProperty: "template"},message:"must have required property '"+"template"+"'",schema:schema31.properties.release.properties.images.additionalProperties.required,parentSchema:schema31.properties.release.properties.images.additionalProperties,data:data28};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
for(const key6 in data28){
if(!((((((key6 === "template") || (key6 === "variables")) || (key6 === "test")) || (key6 === "inputs")) || (key6 === "consumed_by")) || (key6 === "keep"))){
const err59 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/release/properties/images/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release.properties.images.additionalProperties,data:data28};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data28.template !== undefined){
let data29 = data28.template;
if(typeof data29 === "string"){
if(!(formats30.validate(data29))){
const err60 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/template",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/template/format",keyword:"format",params:{format: "packer-template"},message:"must match format \""+"packer-template"+"\"",schema:"packer-template",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.template,data:data29};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
else {
const err61 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/template",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/template/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.template.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.template,data:data29};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data28.variables !== undefined){
let data30 = data28.variables;
if(typeof data30 === "string"){
if(!(formats32.validate(data30))){
const err62 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/variables/format",keyword:"format",params:{format: "plain-path"},message:"must match format \""+"plain-path"+"\"",schema:"plain-path",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.variables,data:data30};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
else {
const err63 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/variables",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/variables/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.variables.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.variables,data:data30};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data28.test !== undefined){
let data31 = data28.test;
if(typeof data31 === "string"){
if(!(formats32.validate(data31))){
const err64 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/test",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/test/format",keyword:"format",params:{format: "plain-path"},message:"must match format \""+"plain-path"+"\"",schema:"plain-path",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.test,data:data31};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/test",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/test/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.test.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.test,data:data31};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data28.inputs !== undefined){
let data32 = data28.inputs;
if(Array.isArray(data32)){
if(data32.length < 1){
const err66 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/inputs",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/inputs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.inputs,data:data32};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
const len6 = data32.length;
for(let i6=0; i6<len6; i6++){
let data33 = data32[i6];
if(typeof data33 === "string"){
if(!(formats16.validate(data33))){
const err67 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/inputs/" + i6,schemaPath:"#/properties/release/properties/images/additionalProperties/properties/inputs/items/format",keyword:"format",params:{format: "path-glob"},message:"must match format \""+"path-glob"+"\"",schema:"path-glob",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.inputs.items,data:data33};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/inputs/" + i6,schemaPath:"#/properties/release/properties/images/additionalProperties/properties/inputs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.inputs.items.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.inputs.items,data:data33};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/inputs",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/inputs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.release.properties.images.additionalProperties.properties.inputs.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.inputs,data:data32};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data28.consumed_by !== undefined){
let data34 = data28.consumed_by;
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.project === undefined){
const err70 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/required",keyword:"required",params:{missingProperty: "project"},message:"must have required property '"+"project"+"'",schema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.required,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by,data:data34};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data34.variable === undefined){
const err71 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/required",keyword:"required",params:{missingProperty: "variable"},message:"must have required property '"+"variable"+"'",schema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.required,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by,data:data34};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
for(const key7 in data34){
if(!((key7 === "project") || (key7 === "variable"))){
const err72 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by,data:data34};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data34.project !== undefined){
let data35 = data34.project;
if(typeof data35 === "string"){
if(!(formats4.validate(data35))){
const err73 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by/project",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/properties/project/format",keyword:"format",params:{format: "folder-glob"},message:"must match format \""+"folder-glob"+"\"",schema:"folder-glob",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.project,data:data35};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
else {
const err74 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by/project",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/properties/project/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.project.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.project,data:data35};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data34.variable !== undefined){
let data36 = data34.variable;
if(typeof data36 === "string"){
if(!(formats40.validate(data36))){
const err75 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by/variable",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/properties/variable/format",keyword:"format",params:{format: "identifier"},message:"must match format \""+"identifier"+"\"",schema:"identifier",parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.variable,data:data36};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by/variable",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/properties/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.variable.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.properties.variable,data:data36};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/consumed_by",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/consumed_by/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.consumed_by,data:data34};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data28.keep !== undefined){
let data37 = data28.keep;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
const err78 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/keep",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/keep/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.release.properties.images.additionalProperties.properties.keep.type,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.keep,data:data37};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 1000 || isNaN(data37)){
const err79 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/keep",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/keep/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.keep,data:data37};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data37 < 1 || isNaN(data37)){
const err80 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/keep",schemaPath:"#/properties/release/properties/images/additionalProperties/properties/keep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.release.properties.images.additionalProperties.properties.keep,data:data37};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
}
else {
const err81 = {instancePath:instancePath+"/release/images/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/release/properties/images/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.images.additionalProperties.type,parentSchema:schema31.properties.release.properties.images.additionalProperties,data:data28};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
else {
const err82 = {instancePath:instancePath+"/release/images",schemaPath:"#/properties/release/properties/images/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.images.type,parentSchema:schema31.properties.release.properties.images,data:data27};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data24.stages !== undefined){
let data38 = data24.stages;
if(Array.isArray(data38)){
if(data38.length > 50){
const err83 = {instancePath:instancePath+"/release/stages",schemaPath:"#/properties/release/properties/stages/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items",schema:50,parentSchema:schema31.properties.release.properties.stages,data:data38};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data38.length < 1){
const err84 = {instancePath:instancePath+"/release/stages",schemaPath:"#/properties/release/properties/stages/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.release.properties.stages,data:data38};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
const len7 = data38.length;
for(let i7=0; i7<len7; i7++){
let data39 = data38[i7];
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.name === undefined){
const err85 = {instancePath:instancePath+"/release/stages/" + i7,schemaPath:"#/properties/release/properties/stages/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema31.properties.release.properties.stages.items.required,parentSchema:schema31.properties.release.properties.stages.items,data:data39};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
for(const key8 in data39){
if(!(((((((key8 === "name") || (key8 === "projects")) || (key8 === "after")) || (key8 === "soak")) || (key8 === "strategy")) || (key8 === "approval")) || (key8 === "window"))){
const err86 = {instancePath:instancePath+"/release/stages/" + i7,schemaPath:"#/properties/release/properties/stages/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release.properties.stages.items,data:data39};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data39.name !== undefined){
let data40 = data39.name;
if(typeof data40 === "string"){
if(!(formats10.validate(data40))){
const err87 = {instancePath:instancePath+"/release/stages/" + i7+"/name",schemaPath:"#/properties/release/properties/stages/items/properties/name/format",keyword:"format",params:{format: "name"},message:"must match format \""+"name"+"\"",schema:"name",parentSchema:schema31.properties.release.properties.stages.items.properties.name,data:data40};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
else {
const err88 = {instancePath:instancePath+"/release/stages/" + i7+"/name",schemaPath:"#/properties/release/properties/stages/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.name.type,parentSchema:schema31.properties.release.properties.stages.items.properties.name,data:data40};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data39.projects !== undefined){
let data41 = data39.projects;
if(Array.isArray(data41)){
if(data41.length < 1){
const err89 = {instancePath:instancePath+"/release/stages/" + i7+"/projects",schemaPath:"#/properties/release/properties/stages/items/properties/projects/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.release.properties.stages.items.properties.projects,data:data41};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
const len8 = data41.length;
for(let i8=0; i8<len8; i8++){
let data42 = data41[i8];
if(typeof data42 === "string"){
if(!(formats4.validate(data42))){
const err90 = {instancePath:instancePath+"/release/stages/" + i7+"/projects/" + i8,schemaPath:"#/properties/release/properties/stages/items/properties/projects/items/format",keyword:"format",params:{format: "folder-glob"},message:"must match format \""+"folder-glob"+"\"",schema:"folder-glob",parentSchema:schema31.properties.release.properties.stages.items.properties.projects.items,data:data42};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
else {
const err91 = {instancePath:instancePath+"/release/stages/" + i7+"/projects/" + i8,schemaPath:"#/properties/release/properties/stages/items/properties/projects/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.projects.items.type,parentSchema:schema31.properties.release.properties.stages.items.properties.projects.items,data:data42};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/release/stages/" + i7+"/projects",schemaPath:"#/properties/release/properties/stages/items/properties/projects/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.release.properties.stages.items.properties.projects.type,parentSchema:schema31.properties.release.properties.stages.items.properties.projects,data:data41};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data39.after !== undefined){
let data43 = data39.after;
if(typeof data43 === "string"){
if(!(formats10.validate(data43))){
const err93 = {instancePath:instancePath+"/release/stages/" + i7+"/after",schemaPath:"#/properties/release/properties/stages/items/properties/after/format",keyword:"format",params:{format: "name"},message:"must match format \""+"name"+"\"",schema:"name",parentSchema:schema31.properties.release.properties.stages.items.properties.after,data:data43};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/release/stages/" + i7+"/after",schemaPath:"#/properties/release/properties/stages/items/properties/after/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.after.type,parentSchema:schema31.properties.release.properties.stages.items.properties.after,data:data43};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data39.soak !== undefined){
let data44 = data39.soak;
if(typeof data44 === "string"){
if(!(formats48.validate(data44))){
const err95 = {instancePath:instancePath+"/release/stages/" + i7+"/soak",schemaPath:"#/properties/release/properties/stages/items/properties/soak/format",keyword:"format",params:{format: "duration"},message:"must match format \""+"duration"+"\"",schema:"duration",parentSchema:schema31.properties.release.properties.stages.items.properties.soak,data:data44};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
else {
const err96 = {instancePath:instancePath+"/release/stages/" + i7+"/soak",schemaPath:"#/properties/release/properties/stages/items/properties/soak/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.soak.type,parentSchema:schema31.properties.release.properties.stages.items.properties.soak,data:data44};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data39.strategy !== undefined){
let data45 = data39.strategy;
if(typeof data45 !== "string"){
const err97 = {instancePath:instancePath+"/release/stages/" + i7+"/strategy",schemaPath:"#/properties/release/properties/stages/items/properties/strategy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.strategy.type,parentSchema:schema31.properties.release.properties.stages.items.properties.strategy,data:data45};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(!(((data45 === "replace") || (data45 === "blue-green")) || (data45 === "canary"))){
const err98 = {instancePath:instancePath+"/release/stages/" + i7+"/strategy",schemaPath:"#/properties/release/properties/stages/items/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema31.properties.release.properties.stages.items.properties.strategy.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.release.properties.stages.items.properties.strategy.enum,parentSchema:schema31.properties.release.properties.stages.items.properties.strategy,data:data45};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data39.approval !== undefined){
let data46 = data39.approval;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
if(data46.team === undefined){
const err99 = {instancePath:instancePath+"/release/stages/" + i7+"/approval",schemaPath:"#/properties/release/properties/stages/items/properties/approval/required",keyword:"required",params:{missingProperty: "team"},message:"must have required property '"+"team"+"'",schema:schema31.properties.release.properties.stages.items.properties.approval.required,parentSchema:schema31.properties.release.properties.stages.items.properties.approval,data:data46};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
for(const key9 in data46){
if(!((key9 === "team") || (key9 === "count"))){
const err100 = {instancePath:instancePath+"/release/stages/" + i7+"/approval",schemaPath:"#/properties/release/properties/stages/items/properties/approval/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release.properties.stages.items.properties.approval,data:data46};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data46.team !== undefined){
let data47 = data46.team;
if(typeof data47 === "string"){
if(!(formats50.validate(data47))){
const err101 = {instancePath:instancePath+"/release/stages/" + i7+"/approval/team",schemaPath:"#/properties/release/properties/stages/items/properties/approval/properties/team/format",keyword:"format",params:{format: "team-slug"},message:"must match format \""+"team-slug"+"\"",schema:"team-slug",parentSchema:schema31.properties.release.properties.stages.items.properties.approval.properties.team,data:data47};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
else {
const err102 = {instancePath:instancePath+"/release/stages/" + i7+"/approval/team",schemaPath:"#/properties/release/properties/stages/items/properties/approval/properties/team/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.approval.properties.team.type,parentSchema:schema31.properties.release.properties.stages.items.properties.approval.properties.team,data:data47};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data46.count !== undefined){
let data48 = data46.count;
if(!(((typeof data48 == "number") && (!(data48 % 1) && !isNaN(data48))) && (isFinite(data48)))){
const err103 = {instancePath:instancePath+"/release/stages/" + i7+"/approval/count",schemaPath:"#/properties/release/properties/stages/items/properties/approval/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.release.properties.stages.items.properties.approval.properties.count.type,parentSchema:schema31.properties.release.properties.stages.items.properties.approval.properties.count,data:data48};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if((typeof data48 == "number") && (isFinite(data48))){
if(data48 > 20 || isNaN(data48)){
const err104 = {instancePath:instancePath+"/release/stages/" + i7+"/approval/count",schemaPath:"#/properties/release/properties/stages/items/properties/approval/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20",schema:20,parentSchema:schema31.properties.release.properties.stages.items.properties.approval.properties.count,data:data48};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data48 < 1 || isNaN(data48)){
const err105 = {instancePath:instancePath+"/release/stages/" + i7+"/approval/count",schemaPath:"#/properties/release/properties/stages/items/properties/approval/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.release.properties.stages.items.properties.approval.properties.count,data:data48};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
}
else {
const err106 = {instancePath:instancePath+"/release/stages/" + i7+"/approval",schemaPath:"#/properties/release/properties/stages/items/properties/approval/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.stages.items.properties.approval.type,parentSchema:schema31.properties.release.properties.stages.items.properties.approval,data:data46};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data39.window !== undefined){
let data49 = data39.window;
if(typeof data49 === "string"){
if(!(formats52.validate(data49))){
const err107 = {instancePath:instancePath+"/release/stages/" + i7+"/window",schemaPath:"#/properties/release/properties/stages/items/properties/window/format",keyword:"format",params:{format: "window"},message:"must match format \""+"window"+"\"",schema:"window",parentSchema:schema31.properties.release.properties.stages.items.properties.window,data:data49};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
else {
const err108 = {instancePath:instancePath+"/release/stages/" + i7+"/window",schemaPath:"#/properties/release/properties/stages/items/properties/window/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.stages.items.properties.window.type,parentSchema:schema31.properties.release.properties.stages.items.properties.window,data:data49};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/release/stages/" + i7,schemaPath:"#/properties/release/properties/stages/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.stages.items.type,parentSchema:schema31.properties.release.properties.stages.items,data:data39};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/release/stages",schemaPath:"#/properties/release/properties/stages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.release.properties.stages.type,parentSchema:schema31.properties.release.properties.stages,data:data38};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data24.artifacts !== undefined){
let data50 = data24.artifacts;
if(Array.isArray(data50)){
const len9 = data50.length;
for(let i9=0; i9<len9; i9++){
let data51 = data50[i9];
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
if(data51.s3 === undefined){
const err111 = {instancePath:instancePath+"/release/artifacts/" + i9,schemaPath:"#/properties/release/properties/artifacts/items/required",keyword:"required",params:{missingProperty: "s3"},message:"must have required property '"+"s3"+"'",schema:schema31.properties.release.properties.artifacts.items.required,parentSchema:schema31.properties.release.properties.artifacts.items,data:data51};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if(data51.image === undefined){
const err112 = {instancePath:instancePath+"/release/artifacts/" + i9,schemaPath:"#/properties/release/properties/artifacts/items/required",keyword:"required",params:{missingProperty: "image"},message:"must have required property '"+"image"+"'",schema:schema31.properties.release.properties.artifacts.items.required,parentSchema:schema31.properties.release.properties.artifacts.items,data:data51};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
for(const key10 in data51){
if(!((key10 === "s3") || (key10 === "image"))){
const err113 = {instancePath:instancePath+"/release/artifacts/" + i9,schemaPath:"#/properties/release/properties/artifacts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.release.properties.artifacts.items,data:data51};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data51.s3 !== undefined){
let data52 = data51.s3;
if(typeof data52 === "string"){
if(!(formats54.validate(data52))){
const err114 = {instancePath:instancePath+"/release/artifacts/" + i9+"/s3",schemaPath:"#/properties/release/properties/artifacts/items/properties/s3/format",keyword:"format",params:{format: "bucket-prefix"},message:"must match format \""+"bucket-prefix"+"\"",schema:"bucket-prefix",parentSchema:schema31.properties.release.properties.artifacts.items.properties.s3,data:data52};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
else {
const err115 = {instancePath:instancePath+"/release/artifacts/" + i9+"/s3",schemaPath:"#/properties/release/properties/artifacts/items/properties/s3/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.artifacts.items.properties.s3.type,parentSchema:schema31.properties.release.properties.artifacts.items.properties.s3,data:data52};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data51.image !== undefined){
let data53 = data51.image;
if(typeof data53 === "string"){
if(!(formats10.validate(data53))){
const err116 = {instancePath:instancePath+"/release/artifacts/" + i9+"/image",schemaPath:"#/properties/release/properties/artifacts/items/properties/image/format",keyword:"format",params:{format: "name"},message:"must match format \""+"name"+"\"",schema:"name",parentSchema:schema31.properties.release.properties.artifacts.items.properties.image,data:data53};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
else {
const err117 = {instancePath:instancePath+"/release/artifacts/" + i9+"/image",schemaPath:"#/properties/release/properties/artifacts/items/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.release.properties.artifacts.items.properties.image.type,parentSchema:schema31.properties.release.properties.artifacts.items.properties.image,data:data53};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
else {
const err118 = {instancePath:instancePath+"/release/artifacts/" + i9,schemaPath:"#/properties/release/properties/artifacts/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.properties.artifacts.items.type,parentSchema:schema31.properties.release.properties.artifacts.items,data:data51};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/release/artifacts",schemaPath:"#/properties/release/properties/artifacts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.release.properties.artifacts.type,parentSchema:schema31.properties.release.properties.artifacts,data:data50};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
else {
const err120 = {instancePath:instancePath+"/release",schemaPath:"#/properties/release/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.release.type,parentSchema:schema31.properties.release,data:data24};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const policy = validate21;
const schema32 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Bakegate policy","description":"A policy file: the levels of rules, where they apply and what they let through.","type":"object","additionalProperties":false,"properties":{"name":{"type":"string","description":"A short name for the policy.","format":"sentence"},"description":{"type":"string","description":"What the policy is for.","format":"sentence"},"rules":{"type":"object","description":"Settings by rule: one of Bakegate's own rules, or a rule of yours with a name such as acme/no-public-subnet.","additionalProperties":{"type":"object","description":"The setting of one rule. It overrides what earlier policies say for the findings to which it applies.","additionalProperties":false,"required":["level"],"properties":{"level":{"type":"string","description":"The most that the rule does: block, warn, info or off. A reason that has a lower level of its own keeps it, unless `reasons` says otherwise.","enum":["block","warn","info","off"]},"reasons":{"type":"object","description":"Levels of single reasons of the rule, by reason code (see `bakegate policy explain`).","additionalProperties":{"type":"string","description":"block, warn, info or off.","enum":["block","warn","info","off"]}},"resources":{"type":"array","description":"Globs on resource type or address to which the setting applies. Default: all.","minItems":1,"items":{"type":"string","format":"resource-glob"}},"except":{"type":"array","description":"Globs on attribute paths that may change in place.","minItems":1,"items":{"type":"string","format":"attribute-glob"}},"paths":{"type":"array","description":"Globs on files to which the setting applies. Default: all.","minItems":1,"items":{"type":"string","format":"path-glob"}},"on":{"type":"string","description":"Of a rule of yours: what it looks at.","enum":["change","resource","file","review"]},"when":{"type":"string","description":"Of a rule of yours: a CEL expression that is true where the rule finds something.","format":"sentence"},"message":{"type":"string","description":"Of a rule of yours: what is wrong, and why; {{ … }} holds CEL.","format":"sentence"},"remedy":{"type":"string","description":"Of a rule of yours: what to do instead.","format":"sentence"}}}},"credentials":{"type":"object","description":"What you know of credentials beside what Bakegate does. Several policy files add up; none takes away what another says.","additionalProperties":false,"properties":{"sinks":{"type":"object","description":"Arguments that hold credentials: by resource type (also as a glob) or provider.NAME, the paths of the arguments.","propertyNames":{"format":"credential-holder"},"additionalProperties":{"type":"array","description":"Paths of arguments, names without indexes: value, settings.*.token; * is any one name.","minItems":1,"maxItems":100,"items":{"type":"string","format":"argument-path"}}},"names":{"type":"object","description":"What names say, however they are written: acme_pin is also acmePin and ACME-PIN; * is any part of a name.","additionalProperties":false,"properties":{"secret":{"type":"array","description":"Names of arguments, variables and settings that hold a credential whatever its value looks like.","minItems":1,"maxItems":100,"items":{"type":"string","format":"credential-name"}},"harmless":{"type":"array","description":"Names that sound like a credential and are none. Arguments that are known to hold one count all the same.","minItems":1,"maxItems":100,"items":{"type":"string","format":"credential-name"}}}},"patterns":{"type":"array","description":"Tokens of your own that are known by their shape, in any text file of a change.","minItems":1,"maxItems":50,"items":{"type":"object","description":"One kind of token.","additionalProperties":false,"required":["name","pattern"],"properties":{"name":{"type":"string","description":"What it is, as a finding calls it: acme token.","format":"short-words"},"pattern":{"type":"string","description":"A regular expression in RE2's syntax; where it has a group, the first one is the credential.","format":"pattern"},"min_entropy":{"type":"number","description":"Bits for each character (Shannon) that a match has to have. Default: any.","minimum":0,"maximum":8}}}},"entropy":{"type":"object","description":"Where a name only hints at a credential: how random a value has to be to count.","additionalProperties":false,"required":["minimum"],"properties":{"minimum":{"type":"number","description":"Bits for each character (Shannon). Default: Bakegate's own judgement of what looks generated. Of several policy files the lowest holds.","minimum":1,"maximum":6}}}}},"tests":{"type":"array","description":"Tests of the policy: a plan, and the findings that it must yield.","items":{"type":"object","description":"One test.","additionalProperties":false,"required":["name","plan","expect"],"properties":{"name":{"type":"string","description":"What the test shows.","format":"sentence"},"plan":{"type":"string","description":"A plan as `terraform show -json` writes it, relative to the policy file.","format":"sentence"},"expect":{"type":"array","description":"The findings that the plan must yield; an empty list: none.","items":{"type":"object","description":"One finding.","additionalProperties":false,"required":["rule"],"properties":{"rule":{"type":"string","description":"The rule that finds it.","format":"sentence"},"address":{"type":"string","description":"The resource's address.","format":"sentence"},"attribute":{"type":"string","description":"The attribute's path.","format":"sentence"},"level":{"type":"string","description":"The finding's level.","enum":["block","warn","info"]}}}}}}}}};
const formats64 = formats["attribute-glob"];
const formats74 = formats["credential-holder"];
const formats76 = formats["argument-path"];
const formats78 = formats["credential-name"];
const formats82 = formats["short-words"];
const formats84 = formats.pattern;
const func1 = Object.prototype.hasOwnProperty;

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "description")) || (key0 === "rules")) || (key0 === "credentials")) || (key0 === "tests"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!(formats20.validate(data0))){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.name,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.name.type,parentSchema:schema32.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.description !== undefined){
let data1 = data.description;
if(typeof data1 === "string"){
if(!(formats20.validate(data1))){
const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.description,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.description.type,parentSchema:schema32.properties.description,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.rules !== undefined){
let data2 = data.rules;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.level === undefined){
const err5 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/required",keyword:"required",params:{missingProperty: "level"},message:"must have required property '"+"level"+"'",schema:schema32.properties.rules.additionalProperties.required,parentSchema:schema32.properties.rules.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key2 in data3){
if(!(func1.call(schema32.properties.rules.additionalProperties.properties, key2))){
const err6 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.rules.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.level !== undefined){
let data4 = data3.level;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/level",schemaPath:"#/properties/rules/additionalProperties/properties/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.level.type,parentSchema:schema32.properties.rules.additionalProperties.properties.level,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((((data4 === "block") || (data4 === "warn")) || (data4 === "info")) || (data4 === "off"))){
const err8 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/level",schemaPath:"#/properties/rules/additionalProperties/properties/level/enum",keyword:"enum",params:{allowedValues: schema32.properties.rules.additionalProperties.properties.level.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.rules.additionalProperties.properties.level.enum,parentSchema:schema32.properties.rules.additionalProperties.properties.level,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.reasons !== undefined){
let data5 = data3.reasons;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 in data5){
let data6 = data5[key3];
if(typeof data6 !== "string"){
const err9 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/reasons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/properties/reasons/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.reasons.additionalProperties.type,parentSchema:schema32.properties.rules.additionalProperties.properties.reasons.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((((data6 === "block") || (data6 === "warn")) || (data6 === "info")) || (data6 === "off"))){
const err10 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/reasons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/properties/reasons/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema32.properties.rules.additionalProperties.properties.reasons.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.rules.additionalProperties.properties.reasons.additionalProperties.enum,parentSchema:schema32.properties.rules.additionalProperties.properties.reasons.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/reasons",schemaPath:"#/properties/rules/additionalProperties/properties/reasons/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.rules.additionalProperties.properties.reasons.type,parentSchema:schema32.properties.rules.additionalProperties.properties.reasons,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.resources !== undefined){
let data7 = data3.resources;
if(Array.isArray(data7)){
if(data7.length < 1){
const err12 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/resources",schemaPath:"#/properties/rules/additionalProperties/properties/resources/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.rules.additionalProperties.properties.resources,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(typeof data8 === "string"){
if(!(formats14.validate(data8))){
const err13 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/resources/" + i0,schemaPath:"#/properties/rules/additionalProperties/properties/resources/items/format",keyword:"format",params:{format: "resource-glob"},message:"must match format \""+"resource-glob"+"\"",schema:"resource-glob",parentSchema:schema32.properties.rules.additionalProperties.properties.resources.items,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/resources/" + i0,schemaPath:"#/properties/rules/additionalProperties/properties/resources/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.resources.items.type,parentSchema:schema32.properties.rules.additionalProperties.properties.resources.items,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/resources",schemaPath:"#/properties/rules/additionalProperties/properties/resources/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.rules.additionalProperties.properties.resources.type,parentSchema:schema32.properties.rules.additionalProperties.properties.resources,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data3.except !== undefined){
let data9 = data3.except;
if(Array.isArray(data9)){
if(data9.length < 1){
const err16 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/except",schemaPath:"#/properties/rules/additionalProperties/properties/except/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.rules.additionalProperties.properties.except,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
if(typeof data10 === "string"){
if(!(formats64.validate(data10))){
const err17 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/except/" + i1,schemaPath:"#/properties/rules/additionalProperties/properties/except/items/format",keyword:"format",params:{format: "attribute-glob"},message:"must match format \""+"attribute-glob"+"\"",schema:"attribute-glob",parentSchema:schema32.properties.rules.additionalProperties.properties.except.items,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/except/" + i1,schemaPath:"#/properties/rules/additionalProperties/properties/except/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.except.items.type,parentSchema:schema32.properties.rules.additionalProperties.properties.except.items,data:data10};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/except",schemaPath:"#/properties/rules/additionalProperties/properties/except/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.rules.additionalProperties.properties.except.type,parentSchema:schema32.properties.rules.additionalProperties.properties.except,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data3.paths !== undefined){
let data11 = data3.paths;
if(Array.isArray(data11)){
if(data11.length < 1){
const err20 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/paths",schemaPath:"#/properties/rules/additionalProperties/properties/paths/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.rules.additionalProperties.properties.paths,data:data11};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
const len2 = data11.length;
for(let i2=0; i2<len2; i2++){
let data12 = data11[i2];
if(typeof data12 === "string"){
if(!(formats16.validate(data12))){
const err21 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/paths/" + i2,schemaPath:"#/properties/rules/additionalProperties/properties/paths/items/format",keyword:"format",params:{format: "path-glob"},message:"must match format \""+"path-glob"+"\"",schema:"path-glob",parentSchema:schema32.properties.rules.additionalProperties.properties.paths.items,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/paths/" + i2,schemaPath:"#/properties/rules/additionalProperties/properties/paths/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.paths.items.type,parentSchema:schema32.properties.rules.additionalProperties.properties.paths.items,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/paths",schemaPath:"#/properties/rules/additionalProperties/properties/paths/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.rules.additionalProperties.properties.paths.type,parentSchema:schema32.properties.rules.additionalProperties.properties.paths,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data3.on !== undefined){
let data13 = data3.on;
if(typeof data13 !== "string"){
const err24 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/on",schemaPath:"#/properties/rules/additionalProperties/properties/on/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.on.type,parentSchema:schema32.properties.rules.additionalProperties.properties.on,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((((data13 === "change") || (data13 === "resource")) || (data13 === "file")) || (data13 === "review"))){
const err25 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/on",schemaPath:"#/properties/rules/additionalProperties/properties/on/enum",keyword:"enum",params:{allowedValues: schema32.properties.rules.additionalProperties.properties.on.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.rules.additionalProperties.properties.on.enum,parentSchema:schema32.properties.rules.additionalProperties.properties.on,data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data3.when !== undefined){
let data14 = data3.when;
if(typeof data14 === "string"){
if(!(formats20.validate(data14))){
const err26 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/when",schemaPath:"#/properties/rules/additionalProperties/properties/when/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.rules.additionalProperties.properties.when,data:data14};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/when",schemaPath:"#/properties/rules/additionalProperties/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.when.type,parentSchema:schema32.properties.rules.additionalProperties.properties.when,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data3.message !== undefined){
let data15 = data3.message;
if(typeof data15 === "string"){
if(!(formats20.validate(data15))){
const err28 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/message",schemaPath:"#/properties/rules/additionalProperties/properties/message/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.rules.additionalProperties.properties.message,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/message",schemaPath:"#/properties/rules/additionalProperties/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.message.type,parentSchema:schema32.properties.rules.additionalProperties.properties.message,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data3.remedy !== undefined){
let data16 = data3.remedy;
if(typeof data16 === "string"){
if(!(formats20.validate(data16))){
const err30 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/remedy",schemaPath:"#/properties/rules/additionalProperties/properties/remedy/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.rules.additionalProperties.properties.remedy,data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/remedy",schemaPath:"#/properties/rules/additionalProperties/properties/remedy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.rules.additionalProperties.properties.remedy.type,parentSchema:schema32.properties.rules.additionalProperties.properties.remedy,data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.rules.additionalProperties.type,parentSchema:schema32.properties.rules.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.rules.type,parentSchema:schema32.properties.rules,data:data2};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.credentials !== undefined){
let data17 = data.credentials;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key4 in data17){
if(!((((key4 === "sinks") || (key4 === "names")) || (key4 === "patterns")) || (key4 === "entropy"))){
const err34 = {instancePath:instancePath+"/credentials",schemaPath:"#/properties/credentials/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.credentials,data:data17};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data17.sinks !== undefined){
let data18 = data17.sinks;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
for(const key5 in data18){
const _errs44 = errors;
if(typeof key5 === "string"){
if(!(formats74.validate(key5))){
const err35 = {instancePath:instancePath+"/credentials/sinks",schemaPath:"#/properties/credentials/properties/sinks/propertyNames/format",keyword:"format",params:{format: "credential-holder"},message:"must match format \""+"credential-holder"+"\"",schema:"credential-holder",parentSchema:schema32.properties.credentials.properties.sinks.propertyNames,data:key5,propertyName:key5};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
var valid11 = _errs44 === errors;
if(!valid11){
const err36 = {instancePath:instancePath+"/credentials/sinks",schemaPath:"#/properties/credentials/properties/sinks/propertyNames",keyword:"propertyNames",params:{propertyName: key5},message:"property name must be valid",schema:schema32.properties.credentials.properties.sinks.propertyNames,parentSchema:schema32.properties.credentials.properties.sinks,data:data18};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
for(const key6 in data18){
let data19 = data18[key6];
if(Array.isArray(data19)){
if(data19.length > 100){
const err37 = {instancePath:instancePath+"/credentials/sinks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/credentials/properties/sinks/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema32.properties.credentials.properties.sinks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data19.length < 1){
const err38 = {instancePath:instancePath+"/credentials/sinks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/credentials/properties/sinks/additionalProperties/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.credentials.properties.sinks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(typeof data20 === "string"){
if(!(formats76.validate(data20))){
const err39 = {instancePath:instancePath+"/credentials/sinks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i3,schemaPath:"#/properties/credentials/properties/sinks/additionalProperties/items/format",keyword:"format",params:{format: "argument-path"},message:"must match format \""+"argument-path"+"\"",schema:"argument-path",parentSchema:schema32.properties.credentials.properties.sinks.additionalProperties.items,data:data20};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/credentials/sinks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i3,schemaPath:"#/properties/credentials/properties/sinks/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.credentials.properties.sinks.additionalProperties.items.type,parentSchema:schema32.properties.credentials.properties.sinks.additionalProperties.items,data:data20};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/credentials/sinks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/credentials/properties/sinks/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.credentials.properties.sinks.additionalProperties.type,parentSchema:schema32.properties.credentials.properties.sinks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/credentials/sinks",schemaPath:"#/properties/credentials/properties/sinks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.credentials.properties.sinks.type,parentSchema:schema32.properties.credentials.properties.sinks,data:data18};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data17.names !== undefined){
let data21 = data17.names;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key7 in data21){
if(!((key7 === "secret") || (key7 === "harmless"))){
const err43 = {instancePath:instancePath+"/credentials/names",schemaPath:"#/properties/credentials/properties/names/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.credentials.properties.names,data:data21};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data21.secret !== undefined){
let data22 = data21.secret;
if(Array.isArray(data22)){
if(data22.length > 100){
const err44 = {instancePath:instancePath+"/credentials/names/secret",schemaPath:"#/properties/credentials/properties/names/properties/secret/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema32.properties.credentials.properties.names.properties.secret,data:data22};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data22.length < 1){
const err45 = {instancePath:instancePath+"/credentials/names/secret",schemaPath:"#/properties/credentials/properties/names/properties/secret/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.credentials.properties.names.properties.secret,data:data22};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
const len4 = data22.length;
for(let i4=0; i4<len4; i4++){
let data23 = data22[i4];
if(typeof data23 === "string"){
if(!(formats78.validate(data23))){
const err46 = {instancePath:instancePath+"/credentials/names/secret/" + i4,schemaPath:"#/properties/credentials/properties/names/properties/secret/items/format",keyword:"format",params:{format: "credential-name"},message:"must match format \""+"credential-name"+"\"",schema:"credential-name",parentSchema:schema32.properties.credentials.properties.names.properties.secret.items,data:data23};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/credentials/names/secret/" + i4,schemaPath:"#/properties/credentials/properties/names/properties/secret/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.credentials.properties.names.properties.secret.items.type,parentSchema:schema32.properties.credentials.properties.names.properties.secret.items,data:data23};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/credentials/names/secret",schemaPath:"#/properties/credentials/properties/names/properties/secret/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.credentials.properties.names.properties.secret.type,parentSchema:schema32.properties.credentials.properties.names.properties.secret,data:data22};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data21.harmless !== undefined){
let data24 = data21.harmless;
if(Array.isArray(data24)){
if(data24.length > 100){
const err49 = {instancePath:instancePath+"/credentials/names/harmless",schemaPath:"#/properties/credentials/properties/names/properties/harmless/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema32.properties.credentials.properties.names.properties.harmless,data:data24};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data24.length < 1){
const err50 = {instancePath:instancePath+"/credentials/names/harmless",schemaPath:"#/properties/credentials/properties/names/properties/harmless/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.credentials.properties.names.properties.harmless,data:data24};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
const len5 = data24.length;
for(let i5=0; i5<len5; i5++){
let data25 = data24[i5];
if(typeof data25 === "string"){
if(!(formats78.validate(data25))){
const err51 = {instancePath:instancePath+"/credentials/names/harmless/" + i5,schemaPath:"#/properties/credentials/properties/names/properties/harmless/items/format",keyword:"format",params:{format: "credential-name"},message:"must match format \""+"credential-name"+"\"",schema:"credential-name",parentSchema:schema32.properties.credentials.properties.names.properties.harmless.items,data:data25};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/credentials/names/harmless/" + i5,schemaPath:"#/properties/credentials/properties/names/properties/harmless/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.credentials.properties.names.properties.harmless.items.type,parentSchema:schema32.properties.credentials.properties.names.properties.harmless.items,data:data25};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/credentials/names/harmless",schemaPath:"#/properties/credentials/properties/names/properties/harmless/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.credentials.properties.names.properties.harmless.type,parentSchema:schema32.properties.credentials.properties.names.properties.harmless,data:data24};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/credentials/names",schemaPath:"#/properties/credentials/properties/names/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.credentials.properties.names.type,parentSchema:schema32.properties.credentials.properties.names,data:data21};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data17.patterns !== undefined){
let data26 = data17.patterns;
if(Array.isArray(data26)){
if(data26.length > 50){
const err55 = {instancePath:instancePath+"/credentials/patterns",schemaPath:"#/properties/credentials/properties/patterns/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items",schema:50,parentSchema:schema32.properties.credentials.properties.patterns,data:data26};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data26.length < 1){
const err56 = {instancePath:instancePath+"/credentials/patterns",schemaPath:"#/properties/credentials/properties/patterns/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.credentials.properties.patterns,data:data26};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
const len6 = data26.length;
for(let i6=0; i6<len6; i6++){
let data27 = data26[i6];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.name === undefined){
const err57 = {instancePath:instancePath+"/credentials/patterns/" + i6,schemaPath:"#/properties/credentials/properties/patterns/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema32.properties.credentials.properties.patterns.items.required,parentSchema:schema32.properties.credentials.properties.patterns.items,data:data27};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data27.pattern === undefined){
const err58 = {instancePath:instancePath+"/credentials/patterns/" + i6,schemaPath:"#/properties/credentials/properties/patterns/items/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema32.properties.credentials.properties.patterns.items.required,parentSchema:schema32.properties.credentials.properties.patterns.items,data:data27};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
for(const key8 in data27){
if(!(((key8 === "name") || (key8 === "pattern")) || (key8 === "min_entropy"))){
const err59 = {instancePath:instancePath+"/credentials/patterns/" + i6,schemaPath:"#/properties/credentials/properties/patterns/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.credentials.properties.patterns.items,data:data27};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data27.name !== undefined){
let data28 = data27.name;
if(typeof data28 === "string"){
if(!(formats82.validate(data28))){
const err60 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/name",schemaPath:"#/properties/credentials/properties/patterns/items/properties/name/format",keyword:"format",params:{format: "short-words"},message:"must match format \""+"short-words"+"\"",schema:"short-words",parentSchema:schema32.properties.credentials.properties.patterns.items.properties.name,data:data28};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
else {
const err61 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/name",schemaPath:"#/properties/credentials/properties/patterns/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.credentials.properties.patterns.items.properties.name.type,parentSchema:schema32.properties.credentials.properties.patterns.items.properties.name,data:data28};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data27.pattern !== undefined){
let data29 = data27.pattern;
if(typeof data29 === "string"){
if(!(formats84.validate(data29))){
const err62 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/pattern",schemaPath:"#/properties/credentials/properties/patterns/items/properties/pattern/format",keyword:"format",params:{format: "pattern"},message:"must match format \""+"pattern"+"\"",schema:"pattern",parentSchema:schema32.properties.credentials.properties.patterns.items.properties.pattern,data:data29};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
else {
const err63 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/pattern",schemaPath:"#/properties/credentials/properties/patterns/items/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.credentials.properties.patterns.items.properties.pattern.type,parentSchema:schema32.properties.credentials.properties.patterns.items.properties.pattern,data:data29};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data27.min_entropy !== undefined){
let data30 = data27.min_entropy;
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 8 || isNaN(data30)){
const err64 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/min_entropy",schemaPath:"#/properties/credentials/properties/patterns/items/properties/min_entropy/maximum",keyword:"maximum",params:{comparison: "<=", limit: 8},message:"must be <= 8",schema:8,parentSchema:schema32.properties.credentials.properties.patterns.items.properties.min_entropy,data:data30};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data30 < 0 || isNaN(data30)){
const err65 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/min_entropy",schemaPath:"#/properties/credentials/properties/patterns/items/properties/min_entropy/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.credentials.properties.patterns.items.properties.min_entropy,data:data30};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/credentials/patterns/" + i6+"/min_entropy",schemaPath:"#/properties/credentials/properties/patterns/items/properties/min_entropy/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.credentials.properties.patterns.items.properties.min_entropy.type,parentSchema:schema32.properties.credentials.properties.patterns.items.properties.min_entropy,data:data30};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/credentials/patterns/" + i6,schemaPath:"#/properties/credentials/properties/patterns/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.credentials.properties.patterns.items.type,parentSchema:schema32.properties.credentials.properties.patterns.items,data:data27};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/credentials/patterns",schemaPath:"#/properties/credentials/properties/patterns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.credentials.properties.patterns.type,parentSchema:schema32.properties.credentials.properties.patterns,data:data26};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data17.entropy !== undefined){
let data31 = data17.entropy;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.minimum === undefined){
const err69 = {instancePath:instancePath+"/credentials/entropy",schemaPath:"#/properties/credentials/properties/entropy/required",keyword:"required",params:{missingProperty: "minimum"},message:"must have required property '"+"minimum"+"'",schema:schema32.properties.credentials.properties.entropy.required,parentSchema:schema32.properties.credentials.properties.entropy,data:data31};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key9 in data31){
if(!(key9 === "minimum")){
const err70 = {instancePath:instancePath+"/credentials/entropy",schemaPath:"#/properties/credentials/properties/entropy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.credentials.properties.entropy,data:data31};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data31.minimum !== undefined){
let data32 = data31.minimum;
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 6 || isNaN(data32)){
const err71 = {instancePath:instancePath+"/credentials/entropy/minimum",schemaPath:"#/properties/credentials/properties/entropy/properties/minimum/maximum",keyword:"maximum",params:{comparison: "<=", limit: 6},message:"must be <= 6",schema:6,parentSchema:schema32.properties.credentials.properties.entropy.properties.minimum,data:data32};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data32 < 1 || isNaN(data32)){
const err72 = {instancePath:instancePath+"/credentials/entropy/minimum",schemaPath:"#/properties/credentials/properties/entropy/properties/minimum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.credentials.properties.entropy.properties.minimum,data:data32};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/credentials/entropy/minimum",schemaPath:"#/properties/credentials/properties/entropy/properties/minimum/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.credentials.properties.entropy.properties.minimum.type,parentSchema:schema32.properties.credentials.properties.entropy.properties.minimum,data:data32};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/credentials/entropy",schemaPath:"#/properties/credentials/properties/entropy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.credentials.properties.entropy.type,parentSchema:schema32.properties.credentials.properties.entropy,data:data31};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/credentials",schemaPath:"#/properties/credentials/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.credentials.type,parentSchema:schema32.properties.credentials,data:data17};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.tests !== undefined){
let data33 = data.tests;
if(Array.isArray(data33)){
const len7 = data33.length;
for(let i7=0; i7<len7; i7++){
let data34 = data33[i7];
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.name === undefined){
const err76 = {instancePath:instancePath+"/tests/" + i7,schemaPath:"#/properties/tests/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema32.properties.tests.items.required,parentSchema:schema32.properties.tests.items,data:data34};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data34.plan === undefined){
const err77 = {instancePath:instancePath+"/tests/" + i7,schemaPath:"#/properties/tests/items/required",keyword:"required",params:{missingProperty: "plan"},message:"must have required property '"+"plan"+"'",schema:schema32.properties.tests.items.required,parentSchema:schema32.properties.tests.items,data:data34};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data34.expect === undefined){
const err78 = {instancePath:instancePath+"/tests/" + i7,schemaPath:"#/properties/tests/items/required",keyword:"required",params:{missingProperty: "expect"},message:"must have required property '"+"expect"+"'",schema:schema32.properties.tests.items.required,parentSchema:schema32.properties.tests.items,data:data34};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
for(const key10 in data34){
if(!(((key10 === "name") || (key10 === "plan")) || (key10 === "expect"))){
const err79 = {instancePath:instancePath+"/tests/" + i7,schemaPath:"#/properties/tests/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.tests.items,data:data34};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data34.name !== undefined){
let data35 = data34.name;
if(typeof data35 === "string"){
if(!(formats20.validate(data35))){
const err80 = {instancePath:instancePath+"/tests/" + i7+"/name",schemaPath:"#/properties/tests/items/properties/name/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.tests.items.properties.name,data:data35};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath:instancePath+"/tests/" + i7+"/name",schemaPath:"#/properties/tests/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.name.type,parentSchema:schema32.properties.tests.items.properties.name,data:data35};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data34.plan !== undefined){
let data36 = data34.plan;
if(typeof data36 === "string"){
if(!(formats20.validate(data36))){
const err82 = {instancePath:instancePath+"/tests/" + i7+"/plan",schemaPath:"#/properties/tests/items/properties/plan/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.tests.items.properties.plan,data:data36};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
else {
const err83 = {instancePath:instancePath+"/tests/" + i7+"/plan",schemaPath:"#/properties/tests/items/properties/plan/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.plan.type,parentSchema:schema32.properties.tests.items.properties.plan,data:data36};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data34.expect !== undefined){
let data37 = data34.expect;
if(Array.isArray(data37)){
const len8 = data37.length;
for(let i8=0; i8<len8; i8++){
let data38 = data37[i8];
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(data38.rule === undefined){
const err84 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8,schemaPath:"#/properties/tests/items/properties/expect/items/required",keyword:"required",params:{missingProperty: "rule"},message:"must have required property '"+"rule"+"'",schema:schema32.properties.tests.items.properties.expect.items.required,parentSchema:schema32.properties.tests.items.properties.expect.items,data:data38};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
for(const key11 in data38){
if(!((((key11 === "rule") || (key11 === "address")) || (key11 === "attribute")) || (key11 === "level"))){
const err85 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8,schemaPath:"#/properties/tests/items/properties/expect/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.tests.items.properties.expect.items,data:data38};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data38.rule !== undefined){
let data39 = data38.rule;
if(typeof data39 === "string"){
if(!(formats20.validate(data39))){
const err86 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/rule",schemaPath:"#/properties/tests/items/properties/expect/items/properties/rule/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.tests.items.properties.expect.items.properties.rule,data:data39};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
else {
const err87 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/rule",schemaPath:"#/properties/tests/items/properties/expect/items/properties/rule/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.expect.items.properties.rule.type,parentSchema:schema32.properties.tests.items.properties.expect.items.properties.rule,data:data39};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data38.address !== undefined){
let data40 = data38.address;
if(typeof data40 === "string"){
if(!(formats20.validate(data40))){
const err88 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/address",schemaPath:"#/properties/tests/items/properties/expect/items/properties/address/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.tests.items.properties.expect.items.properties.address,data:data40};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
else {
const err89 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/address",schemaPath:"#/properties/tests/items/properties/expect/items/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.expect.items.properties.address.type,parentSchema:schema32.properties.tests.items.properties.expect.items.properties.address,data:data40};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data38.attribute !== undefined){
let data41 = data38.attribute;
if(typeof data41 === "string"){
if(!(formats20.validate(data41))){
const err90 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/attribute",schemaPath:"#/properties/tests/items/properties/expect/items/properties/attribute/format",keyword:"format",params:{format: "sentence"},message:"must match format \""+"sentence"+"\"",schema:"sentence",parentSchema:schema32.properties.tests.items.properties.expect.items.properties.attribute,data:data41};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
else {
const err91 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/attribute",schemaPath:"#/properties/tests/items/properties/expect/items/properties/attribute/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.expect.items.properties.attribute.type,parentSchema:schema32.properties.tests.items.properties.expect.items.properties.attribute,data:data41};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data38.level !== undefined){
let data42 = data38.level;
if(typeof data42 !== "string"){
const err92 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/level",schemaPath:"#/properties/tests/items/properties/expect/items/properties/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.tests.items.properties.expect.items.properties.level.type,parentSchema:schema32.properties.tests.items.properties.expect.items.properties.level,data:data42};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(!(((data42 === "block") || (data42 === "warn")) || (data42 === "info"))){
const err93 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8+"/level",schemaPath:"#/properties/tests/items/properties/expect/items/properties/level/enum",keyword:"enum",params:{allowedValues: schema32.properties.tests.items.properties.expect.items.properties.level.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.tests.items.properties.expect.items.properties.level.enum,parentSchema:schema32.properties.tests.items.properties.expect.items.properties.level,data:data42};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
else {
const err94 = {instancePath:instancePath+"/tests/" + i7+"/expect/" + i8,schemaPath:"#/properties/tests/items/properties/expect/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.tests.items.properties.expect.items.type,parentSchema:schema32.properties.tests.items.properties.expect.items,data:data38};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/tests/" + i7+"/expect",schemaPath:"#/properties/tests/items/properties/expect/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.tests.items.properties.expect.type,parentSchema:schema32.properties.tests.items.properties.expect,data:data37};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/tests/" + i7,schemaPath:"#/properties/tests/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.tests.items.type,parentSchema:schema32.properties.tests.items,data:data34};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/tests",schemaPath:"#/properties/tests/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.tests.type,parentSchema:schema32.properties.tests,data:data33};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

return { configuration, policy };
}
