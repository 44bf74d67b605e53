/**
 * What Amplify and amazon-cognito-identity-js call in a browser to tell of the device, by the name that they call it by. The
 * signature has the app client's id as its key, so it proves nothing; it is there because the form has it.
 */
const script = `(function(w){
function sha(b){var k=[],h=[],n=2,i,j,p;function f(x){return (x-Math.floor(x))*4294967296|0}
for(;k.length<64;n++){for(p=2,j=1;p*p<=n;p++)if(n%p===0){j=0;break}if(j){if(h.length<8)h.push(f(Math.sqrt(n)));k.push(f(Math.cbrt(n)))}}
var l=b.length,m=b.concat([128]);while(m.length%64!==56)m.push(0);
m.push(0,0,0,Math.floor(l/536870912),l>>>21&255,l>>>13&255,l>>>5&255,l<<3&255);
function r(x,c){return x>>>c|x<<32-c}
for(i=0;i<m.length;i+=64){var v=[],s=h.slice(),t,u,a;
for(j=0;j<64;j++){if(j<16){a=i+4*j;v[j]=m[a]<<24|m[a+1]<<16|m[a+2]<<8|m[a+3]}
else{t=v[j-15];u=v[j-2];v[j]=v[j-16]+(r(t,7)^r(t,18)^t>>>3)+v[j-7]+(r(u,17)^r(u,19)^u>>>10)|0}
t=s[7]+(r(s[4],6)^r(s[4],11)^r(s[4],25))+(s[4]&s[5]^~s[4]&s[6])+k[j]+v[j]|0;
u=(r(s[0],2)^r(s[0],13)^r(s[0],22))+(s[0]&s[1]^s[0]&s[2]^s[1]&s[2])|0;
s=[t+u|0,s[0],s[1],s[2],s[3]+t|0,s[4],s[5],s[6]]}
for(j=0;j<8;j++)h[j]=h[j]+s[j]|0}
return h.reduce(function(o,x){return o.concat([x>>>24&255,x>>>16&255,x>>>8&255,x&255])},[])}
function bytes(t){return unescape(encodeURIComponent(t)).split('').map(function(c){return c.charCodeAt(0)})}
function base64(b){return w.btoa(String.fromCharCode.apply(null,b))}
function hmac(key,text){var b=bytes(key);if(b.length>64)b=sha(b);while(b.length<64)b.push(0);
function pad(x){return b.map(function(c){return c^x})}
return sha(pad(92).concat(sha(pad(54).concat(bytes(text)))))}
function device(){var name='CognitoDeviceId',id;try{id=w.localStorage.getItem(name)}catch(e){}
if(!id){id=Math.random().toString(36).slice(2)+':'+Date.now();try{w.localStorage.setItem(name,id)}catch(e){}}return id}
function zone(){var m=-new Date().getTimezoneOffset(),a=Math.abs(m);function two(x){return ('0'+x).slice(-2)}
return (m<0?'-':'')+two(Math.floor(a/60))+':'+two(a%60)}
w.AmazonCognitoAdvancedSecurityData={getData:function(username,userPoolId,clientId){var n=w.navigator,version='JS20171115';
var payload=JSON.stringify({contextData:{UserAgent:n.userAgent,DeviceId:device(),DeviceLanguage:n.language,
DeviceFingerprint:n.userAgent+':'+n.language,DevicePlatform:n.platform,ClientTimezone:zone()},
username:username||'',userPoolId:userPoolId||'',timestamp:String(Date.now())});
return base64(bytes(JSON.stringify({payload:payload,signature:base64(hmac(clientId,version+payload)),version:version})))}};
})(window);
`;

/** The file, and where every host has it. Its address says nothing of what is in it. */
export const advancedSecurityData = {
  path: '/assets/amazon-cognito-advanced-security-data.min.js',
  type: 'text/javascript;charset=UTF-8',
  text: script,
} as const;
